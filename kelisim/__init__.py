"""Kelisim compiles one description of a site into a consent banner, its gate and its cookie policy."""

__version__ = "0.1.0"
