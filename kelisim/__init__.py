"""Kelisim compiles one description of a site into a consent banner, its gate and its cookie policy."""

__version__ = "0.1.0"
__all__ = ["__version__", "build", "build_sites", "kazakh"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kelisim import kazakh
    from kelisim.interface import build, build_sites
else:

    def __getattr__(name):
        # Imported when they are asked for: most commands want neither, and an old Python is told so before anything.
        import importlib

        if name in ("build", "build_sites"):
            return getattr(importlib.import_module("kelisim.interface"), name)
        if name == "kazakh":
            return importlib.import_module("kelisim.kazakh")
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
