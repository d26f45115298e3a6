"""Report: one self-contained HTML page that says how good a version is, for whom, and why."""

from collections.abc import Mapping
from typing import Any


def render(name: str, document: Mapping[str, Any], options: Mapping[str, Any]) -> str:
    """Return the page."""
    from html import escape

    return f"<!doctype html><meta charset=utf-8><title>{escape(name)}</title><pre>{escape(repr(document))}</pre>"
