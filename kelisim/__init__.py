"""Kelisim compiles one description of a site into a consent banner, its gate and its cookie policy."""

__version__ = "0.1.0"
__all__ = ["__version__", "build", "kazakh"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kelisim import kazakh
    from kelisim.interface import build
else:

    def __getattr__(name):
        # Imported when they are asked for: most commands want neither, and an old Python is told so before anything.
        import importlib

        if name == "build":
            return importlib.import_module("kelisim.interface").build
        if name == "kazakh":
            return importlib.import_module("kelisim.kazakh")
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
