"""Splits the text of a condition into words, numbers, texts and signs, each with the column where it begins."""

import math
import re
from collections.abc import Iterator
from typing import NamedTuple

from slotwise.errors import ConditionError

_TOKEN = re.compile(
    r"""(?P<space>\s+|//[^\n]*)
    |(?P<number>0[xX][0-9a-fA-F]+|(?:[0-9]+\.[0-9]+|\.[0-9]+|[0-9]+)(?:[eE][+-]?[0-9]+)?)
    |(?P<text>(?:"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*'))
    |(?P<word>[A-Za-z_][A-Za-z0-9_]*)
    |(?P<sign>&&|\|\||==|!=|<=|>=|[-<>!+*/%?:()\[\].,=&|])""",
    re.VERBOSE,
)
_RAW = re.compile(r"[rR]?(?:\"[^\"\n\r]*\"|'[^'\n\r]*')")
_ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{2}|X[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-3][0-7]{2}|.)", re.DOTALL)
_SHORT = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
_SHORT |= {sign: sign for sign in "\\\"'`?"}
_INT64 = 2**63


class Token(NamedTuple):
    """A piece of the text: `kind` is number, text, word, sign or end; `at` counts columns from 1."""

    kind: str
    text: str
    at: int


def tokens(source: str) -> Iterator[Token]:
    """Yield the tokens of a text and an end; raise ConditionError where something is none."""
    place = 0
    while place < len(source):
        found = _RAW.match(source, place) if source[place] in "rR" else None
        kind = "text"
        if found is None:
            found = _TOKEN.match(source, place)
            if found is None:
                raise wrong("this is no part of a condition", place + 1, given=source[place : place + 10])
            kind = found.lastgroup or "end"
        if kind != "space":
            yield Token(kind, found.group(), place + 1)
        place = found.end()
    yield Token("end", "", len(source) + 1)


def wrong(what: str, at: int, expected: object = None, given: object = None, hint: str = "") -> ConditionError:
    """Return an error that says the column."""
    error = ConditionError(f"{what}, at column {at}", expected=expected, given=given, hint=hint)
    error.column = at
    return error


def number(token: Token) -> int | float:
    """Return the value of a number; raise ConditionError when it is too large."""
    text = token.text.lower()
    if text.startswith("0x") or text.isdigit():
        value = int(text, 16) if text.startswith("0x") else int(text)
        if value >= _INT64:
            raise wrong("the number is too large", token.at, expected="below 9223372036854775808", given=token.text)
        return value
    real = float(text)
    if not math.isfinite(real):
        raise wrong("the number is too large", token.at, expected="below 1.8e308", given=token.text)
    return real


def text_of(token: Token) -> str:
    """Return what stands between the quotes, escapes resolved; raise ConditionError for an unknown escape."""
    if token.text[0] in "rR":
        return token.text[2:-1]
    return _ESCAPE.sub(lambda found: _escaped(found, token.at), token.text[1:-1])


def _escaped(found: re.Match[str], at: int) -> str:
    body = found.group(1)
    if body in _SHORT:
        return _SHORT[body]
    code = int(body, 8) if body[0] in "0123" and len(body) == 3 else int(body[1:], 16) if len(body) > 1 else -1
    if code < 0 or code > 0x10FFFF or 0xD800 <= code < 0xE000:
        raise wrong(
            "this is no escape", at + 1 + found.start(), expected=r"such as \n, \" or \u00e4", given=found.group()
        )
    return chr(code)
