"""Writes a condition's tree as text in one canonical form, which parses to the same tree."""

from slotwise.conditions.tree import (
    KEYWORDS,
    RELATIONS,
    Binary,
    Call,
    Choice,
    Has,
    Joined,
    Listed,
    Literal,
    Method,
    Name,
    Node,
    Unary,
)

_CHOICE, _OR, _AND, _RELATION, _SUM, _PRODUCT, _UNARY, _MEMBER = range(8)
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def write(node: Node) -> str:
    """Return the canonical text of a tree."""
    return _write(node, _CHOICE)


def quoted(text: str) -> str:
    """Return a text as a literal."""
    return '"' + "".join(_ESCAPES.get(each) or (each if each >= " " else f"\\x{ord(each):02x}") for each in text) + '"'


def _write(node: Node, around: int) -> str:
    text, level = _at_level(node)
    return f"({text})" if level < around else text


def _at_level(node: Node) -> tuple[str, int]:
    match node:
        case Literal(value):
            text = constant(value)
            return text, _UNARY if text.startswith("-") else _MEMBER
        case Listed(items):
            return f"[{', '.join(constant(each) for each in items)}]", _MEMBER
        case Name(name):
            return named(name), _MEMBER
        case Has(name):
            return f"has({named(name)})", _MEMBER
        case Call(name, arguments):
            return f"{name}({', '.join(constant(each) for each in arguments)})", _MEMBER
        case Method("size", of):
            return f"size({write(of)})", _MEMBER
        case Method(name, of, argument):
            return f"{_write(of, _MEMBER)}.{name}({write(argument) if argument else ''})", _MEMBER
        case Unary(op, operand):
            return op + _write(operand, _UNARY + (op == "-")), _UNARY
        case Choice(test, then, otherwise):
            return f"{_write(test, _OR)} ? {_write(then, _OR)} : {write(otherwise)}", _CHOICE
        case Joined(op, parts):
            level = _OR if op == "||" else _AND
            return f" {op} ".join(_write(each, level + 1) for each in parts), level
        case Binary(op, left, right):
            level = _RELATION if op in RELATIONS else _SUM if op in "+-" else _PRODUCT
            return f"{_write(left, level)} {op} {_write(right, level + 1)}", level


def constant(value: object) -> str:
    """Return a constant as a literal."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return quoted(value) if isinstance(value, str) else repr(value)


def named(name: str) -> str:
    """Return a fact's name as it can be written, fields that are no words in brackets."""
    first, *rest = name.split(".")
    return first + "".join(f".{each}" if _is_word(each) else f"[{quoted(each)}]" for each in rest)


def _is_word(text: str) -> bool:
    return text.isidentifier() and text.isascii() and text not in KEYWORDS
