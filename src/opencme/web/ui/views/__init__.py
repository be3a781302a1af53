"""Views of the surface."""

from opencme.web.ui.views.components import components
from opencme.web.ui.views.theme import theme

__all__ = ["components", "theme"]
