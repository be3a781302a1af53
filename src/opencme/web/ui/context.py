"""What every template may use."""

from typing import Any

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give the actor to the page's frame."""
    return {"actor": getattr(request, "actor", None)}
