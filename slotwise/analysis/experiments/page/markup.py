"""Markup: elements of HTML and SVG written so that no text can ever be taken for markup."""

from collections.abc import Iterable
from html import escape


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


Part = str | float | None | Iterable["Part"]
"""Text is escaped, markup stays, None is left out."""
_VOID = {"meta", "line", "circle", "rect", "path", "polyline", "polygon"}


def tag(name: str, /, *children: Part, **attributes: str | float | None) -> Html:
    """Return an element; `class_` is its class, an underscore in an attribute's name is a dash, None leaves one out."""
    given = {key.rstrip("_").replace("_", "-"): each for key, each in attributes.items() if each is not None}
    written = "".join(f' {key}="{escape(_text(each))}"' for key, each in given.items())
    if name in _VOID and not children:
        return Html(f"<{name}{written}/>")
    return Html(f"<{name}{written}>{join(children)}</{name}>")


def join(children: Part) -> Html:
    """Return parts one after the other as markup."""
    if children is None:
        return Html("")
    if isinstance(children, Html):
        return children
    if isinstance(children, str | float | int):
        return Html(escape(_text(children), quote=False))
    return Html("".join(join(each) for each in children))


def _text(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:g}"
