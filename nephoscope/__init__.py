"""Nephoscope: log search and security analytics for Apache CloudStack clouds."""

__version__ = "0.1.0"
