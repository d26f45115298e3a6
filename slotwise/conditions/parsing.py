"""Parses the text of a condition, a subset of CEL (https://cel.dev), into its tree."""

from slotwise.conditions.calls import CALLS
from slotwise.conditions.limits import Budget, check_items, check_length
from slotwise.conditions.tokens import Token, number, text_of, tokens, wrong
from slotwise.conditions.tree import (
    KEYWORDS,
    RELATIONS,
    Binary,
    Call,
    Choice,
    Constant,
    Has,
    Listed,
    Literal,
    Method,
    Name,
    Node,
    Unary,
    joined,
)

METHODS = ("startsWith", "endsWith", "contains")
_LEVELS = (RELATIONS, ("+", "-"), ("*", "/", "%"))
_OTHER_LANGUAGES = {"and": "&&", "or": "||", "not": "!", "AND": "&&", "OR": "||", "NOT": "!", "IN": "in"}
_OTHER_LANGUAGES |= {"=": "==", "&": "&&", "|": "||", "True": "true", "False": "false", "None": "null"}


def parse(source: str) -> Node:
    """Return the tree of a text; raise ConditionError with the column of what cannot be read."""
    check_length(source)
    return _Parser(source).whole()


class _Parser:
    """Recursive descent; one method a level of CEL's grammar."""

    def __init__(self, source: str) -> None:
        self.tokens = list(tokens(source))
        self.place = 0
        self.budget = Budget()

    def whole(self) -> Node:
        if self.token.kind == "end":
            raise wrong("the condition is empty", 1, expected='such as `context.channel == "app"`')
        node = self.choice()
        if self.token.kind != "end":
            raise self.unexpected("an operator or the end")
        return node

    @property
    def token(self) -> Token:
        return self.tokens[self.place]

    def take(self) -> Token:
        token = self.token
        self.place += 1
        self.budget.part()
        return token

    def sees(self, *signs: str) -> bool:
        return self.token.kind in ("sign", "word") and self.token.text in signs

    def expect(self, sign: str) -> Token:
        if not self.sees(sign):
            raise self.unexpected(f"`{sign}`")
        return self.take()

    def unexpected(self, expected: str) -> Exception:
        token = self.token
        if token.kind == "end":
            return wrong("the condition ends too early", token.at, expected)
        meant = _OTHER_LANGUAGES.get(token.text)
        hint = f"write {meant}" if meant else ""
        return wrong(f"`{token.text[:40]}` cannot stand here", token.at, expected, token.text[:40], hint)

    def choice(self) -> Node:
        with self.budget:
            test = self.either()
            if not self.sees("?"):
                return test
            at = self.take().at
            then = self.either()
            self.expect(":")
            return Choice(test, then, self.choice(), at)

    def either(self) -> Node:
        return self.join("||", self.both)

    def both(self) -> Node:
        return self.join("&&", lambda: self.level(0))

    def join(self, op, part) -> Node:  # type: ignore[no-untyped-def]
        parts, at = [part()], self.token.at
        while self.sees(op):
            self.take()
            parts.append(part())
        return joined(op, tuple(parts), at)

    def level(self, which: int) -> Node:
        if which == len(_LEVELS):
            return self.unary()
        left = self.level(which + 1)
        while self.sees(*_LEVELS[which]):
            sign = self.take()
            left = Binary(sign.text, left, self.level(which + 1), sign.at)
        return left

    def unary(self) -> Node:
        if not self.sees("!", "-"):
            return self.member()
        sign = self.take()
        with self.budget:
            operand = self.unary()
        if sign.text == "-" and isinstance(operand, Literal) and type(operand.value) in (int, float):
            return Literal(-operand.value, sign.at)  # type: ignore[operator]
        return Unary(sign.text, operand, sign.at)

    def member(self) -> Node:
        node = self.primary()
        while self.sees(".", "["):
            node = self.indexed(node) if self.take().text == "[" else self.selected(node)
        return node

    def indexed(self, node: Node) -> Node:
        key = self.token
        if key.kind != "text" or not isinstance(node, Name):
            raise wrong("only a fact's name in quotes can stand in [ ]", key.at, 'such as person["home city"]')
        self.take()
        self.expect("]")
        return Name(f"{node.name}.{text_of(key)}", node.at)

    def selected(self, node: Node) -> Node:
        field = self.token
        if field.kind != "word" or field.text in KEYWORDS:
            raise self.unexpected("the name of a field")
        self.take()
        if self.sees("("):
            return self.method(node, field)
        if not isinstance(node, Name):
            raise wrong(f"`.{field.text}` can follow a name only", field.at)
        return Name(f"{node.name}.{field.text}", node.at)

    def method(self, of: Node, name: Token) -> Node:
        if name.text not in (*METHODS, "size"):
            hint = "comprehensions are left out on purpose" if name.text in ("all", "exists", "map", "filter") else ""
            raise wrong(f"there is no method `{name.text}`", name.at, [*METHODS, "size"], name.text, hint)
        found = self.arguments()
        if len(found) != (name.text != "size"):
            raise wrong(f"`{name.text}` takes {int(name.text != 'size')} arguments and not {len(found)}", name.at)
        return Method(name.text, of, found[0] if found else None, name.at)

    def arguments(self) -> list[Node]:
        self.expect("(")
        found: list[Node] = []
        while not self.sees(")"):
            if found:
                self.expect(",")
            found.append(self.choice())
        self.take()
        return found

    def primary(self) -> Node:
        token = self.token
        if token.kind == "sign" and token.text == "(":
            self.take()
            node = self.choice()
            self.expect(")")
            return node
        if token.kind == "sign" and token.text == "[":
            return self.listed()
        if token.kind in ("number", "text"):
            self.take()
            return Literal(number(token) if token.kind == "number" else text_of(token), token.at)
        if token.kind == "word" and token.text != "in":
            return self.word(self.take())
        raise self.unexpected("a value or the name of a fact")

    def word(self, token: Token) -> Node:
        if token.text in KEYWORDS:
            return Literal({"true": True, "false": False, "null": None}[token.text], token.at)
        if not self.sees("("):
            if token.text in _OTHER_LANGUAGES:
                self.place -= 1
                raise self.unexpected("a value or the name of a fact")
            return Name(token.text, token.at)
        return self.call(token)

    def call(self, token: Token) -> Node:
        known = ["has", "size", *CALLS]
        if token.text not in known:
            raise wrong(f"there is no function `{token.text}`", token.at, known, token.text)
        found = self.arguments()
        if token.text in ("has", "size"):
            return self.built_in(token, found)
        constants = tuple(_constant(each, token) for each in found)
        return called(token.text, constants, token.at)

    def built_in(self, token: Token, found: list[Node]) -> Node:
        if len(found) != 1:
            raise wrong(f"`{token.text}` takes 1 argument and not {len(found)}", token.at)
        if token.text == "size":
            return Method("size", found[0], None, token.at)
        if not isinstance(found[0], Name):
            raise wrong("`has` takes the name of a fact", token.at, "such as has(context.channel)")
        return Has(found[0].name, token.at)

    def listed(self) -> Node:
        at, items = self.take().at, list[Constant]()
        while not self.sees("]"):
            if items:
                self.expect(",")
                if self.sees("]"):
                    break
            # Values of a list are counted by their own limit, not as parts.
            parts, before = self.budget.parts, self.token
            items.append(_constant(self.unary(), before))
            self.budget.parts = parts
        self.take()
        check_items(len(items))
        return Listed(tuple(items), at)


def called(name: str, arguments: tuple[Constant, ...], at: int = 0) -> Call:
    """Return a call; raise ConditionError when its arguments do not fit."""
    found = CALLS[name].wrong(arguments)
    if found:
        what, expected = f"`{name}` {found[0]}", found[1]
        raise wrong(what, at, expected, list(arguments))
    return Call(name, arguments, at)


def _constant(node: Node, token: Token) -> Constant:
    if isinstance(node, Literal) and node.value is not None:
        return node.value
    raise wrong("only constants can stand here", node.at or token.at, "a number, a text, true or false")
