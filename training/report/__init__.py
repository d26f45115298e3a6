"""Report: one self-contained HTML page that says how good a version is, for whom, and why.

Everything in it comes from the judgement's document; the page loads nothing and runs no script.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from training.report.sections import sections

_FOLDER = Path(__file__).resolve().parent


def render(name: str, document: Mapping[str, Any], options: Mapping[str, Any]) -> str:
    """Return the page for a judgement (or for a training without one) and its options."""
    import jinja2

    files = jinja2.FileSystemLoader(_FOLDER)
    pages = jinja2.Environment(loader=files, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True)
    return pages.get_template("page.html").render(name=name, document=document, **sections(document, options))
