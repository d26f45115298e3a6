"""The page of models: what is live, what was refused or is watched, and what lies on the shelf since when."""

from collections.abc import Mapping
from typing import Any

from service.console.templates import page


def models_page(told: Mapping[str, Any]) -> str:
    """Return the page of what `GET /v1/models` tells."""
    return page("models.html", told=told, live=told["live"])
