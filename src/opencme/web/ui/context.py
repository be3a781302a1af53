"""What every template may use."""

from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest

THEMES: Final = frozenset({"light", "dark"})


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give the page's frame: who is there, where they work, the colors they chose, whether this is the demo."""
    theme = request.COOKIES.get("theme", "")
    return {
        "actor": getattr(request, "actor", None),
        "workplaces": getattr(request, "workplaces", ()),
        "theme": theme if theme in THEMES else "",
        "demo": settings.IS_DEMO,
    }
