"""OpenCME: the open-source system for continuing medical education."""

from typing import Final

__version__: Final = "0.1.0"
