"""Reads a condition's tree over columns: the same values as over the facts of each row, computed for all at once."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from slotwise.conditions import values
from slotwise.conditions.columns import Column, Columns, Lists, Mask, Numbers, Texts, Truths, constant
from slotwise.conditions.matching import matched, merged
from slotwise.conditions.tree import (
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
    is_whole,
)
from slotwise.errors import ConditionError

UNKNOWN = Truths(np.array(False), np.array(False))
_COMPARE = values.ORDER | {"==": np.equal, "!=": np.not_equal}
_ARITHMETIC = {"+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide, "%": np.fmod}


def mask(node: Node, columns: Columns) -> Mask:
    """Return bool (n,): the rows for which a tree is true."""
    with np.errstate(all="ignore"):
        return np.array(np.broadcast_to(_truths(_read(node, columns)).yes, len(columns)))


def _read(node: Node, columns: Columns) -> Column | None:
    match node:
        case Literal(value):
            return None if value is None else constant(value)
        case Name(name):
            return columns.column(name)
        case Call():
            return columns.column(node.key)
        case Has(name):
            known = _known(columns.column(name))
            return Truths(known, ~known)
        case Joined(op, parts):
            return _joined(op, [_truths(_read(each, columns)) for each in parts])
        case Unary("!", operand):
            found = _truths(_read(operand, columns))
            return Truths(found.no, found.yes)
        case Unary(_, operand):
            negated = _read(operand, columns)
            return Numbers(-negated.values) if isinstance(negated, Numbers) else None
        case Method("size", of):
            return _size(_read(of, columns))
        case Method(name, of, argument) if argument is not None:
            return _method(name, _read(of, columns), _read(argument, columns))
        case Choice(test, then, otherwise):
            return _choice(_truths(_read(test, columns)), _read(then, columns), _read(otherwise, columns))
        case Binary("in", left, Listed(items)):
            return _in_constants(_read(left, columns), items)
        case Binary(op, left, right) if op in RELATIONS:
            return _relation(op, left, right, columns)
        case Binary(op, left, right):
            return _arithmetic(op, is_whole(node), _read(left, columns), _read(right, columns))
    raise AssertionError(f"unknown node {node}")


def _truths(column: Column | None) -> Truths:
    return column if isinstance(column, Truths) else UNKNOWN


def _known(column: Column | None) -> Mask:
    match column:
        case Numbers(numbers):
            return np.asarray(~np.isnan(numbers))
        case Texts(codes):
            return np.asarray(codes >= 0)
        case Truths(yes, no):
            return yes | no
        case Lists():
            return np.asarray(column.known())
    return np.array(False)


def _joined(op: str, parts: list[Truths]) -> Truths:
    yes, no = [each.yes for each in parts], [each.no for each in parts]
    if op == "&&":
        return Truths(_every(yes), _some(no))
    return Truths(_some(yes), _every(no))


def _every(masks: list[Mask]) -> Mask:
    found = masks[0]
    for each in masks[1:]:
        found = found & each
    return found


def _some(masks: list[Mask]) -> Mask:
    found = masks[0]
    for each in masks[1:]:
        found = found | each
    return found


def _relation(op: str, left: Node, right: Node, columns: Columns) -> Truths:
    for one, other in ((left, right), (right, left)):
        if one == Literal(None):
            known = _known(_read(other, columns))
            never = np.zeros_like(known)
            return UNKNOWN if op not in ("==", "!=") else Truths(never, known) if op == "==" else Truths(known, never)
    found, other_found = _read(left, columns), _read(right, columns)
    return _within(found, other_found) if op == "in" else _compared(op, found, other_found)


def _compared(op: str, left: Column | None, right: Column | None) -> Truths:
    match left, right:
        case Numbers(one), Numbers(other):
            return _where(_known(left) & _known(right), np.asarray(_COMPARE[op](one, other)))
        case Texts(), Texts():
            return matched(values.relation(op), left, right)
        case Truths(), Truths():
            return _where(_known(left) & _known(right), np.asarray(_COMPARE[op](left.yes, right.yes)))
    if op not in ("==", "!=") or (isinstance(left, Lists) and isinstance(right, Lists)):
        return UNKNOWN
    both = _known(left) & _known(right)
    return _where(both, np.broadcast_to(np.array(op == "!="), both.shape))


def _where(known: Mask, holds: Mask) -> Truths:
    return Truths(known & holds, known & ~holds)


def _in_constants(column: Column | None, items: tuple[Any, ...]) -> Truths:
    match column:
        case Numbers(numbers):
            wanted = [float(each) for each in items if values.kind(each) == "number"]
            return _where(_known(column), np.asarray(np.isin(numbers, wanted)))
        case Texts():
            found = frozenset(each for each in items if isinstance(each, str))
            return matched(lambda word, _: word in found, column, Texts(np.zeros((), np.int32), [""]))
        case Truths(yes, no):
            always = np.zeros(yes.shape, np.bool_)
            holds = (yes if True in _truths_of(items) else always) | (no if False in _truths_of(items) else always)
            return _where(_known(column), holds)
    return UNKNOWN


def _truths_of(items: tuple[Any, ...]) -> list[bool]:
    return [each for each in items if isinstance(each, bool)]


def _within(column: Column | None, lists: Column | None) -> Truths:
    """Whether the value of each row is in the list of the row; lists hold texts."""
    if not isinstance(lists, Lists) or column is None or isinstance(column, Lists):
        return UNKNOWN
    known, holds = _known(column) & lists.known(), np.zeros(lists.known().shape, np.bool_)
    if isinstance(column, Texts):
        for code in np.unique(column.codes[column.codes >= 0]).tolist():
            holds = holds | ((column.codes == code) & lists.having(column.words[code]))
    return _where(known, holds)


def _method(name: str, of: Column | None, argument: Column | None) -> Truths:
    if isinstance(of, Lists) and name == "contains":
        return _within(argument, of)
    if isinstance(of, Texts) and isinstance(argument, Texts):
        return matched(values.METHODS[name], of, argument)
    return UNKNOWN


def _size(column: Column | None) -> Column | None:
    if isinstance(column, Lists):
        sizes = column.sizes()
    elif isinstance(column, Texts):
        sizes = np.array([*(len(word) for word in column.words), -1])[column.codes]
    else:
        return None
    return Numbers(np.where(sizes >= 0, sizes, np.nan))


def _arithmetic(op: str, whole: bool, left: Column | None, right: Column | None) -> Column | None:
    if not isinstance(left, Numbers) or not isinstance(right, Numbers):
        return None
    result: NDArray[Any] = np.asarray(_ARITHMETIC[op](left.values, right.values))
    if op in "/%":
        result = np.where(right.values == 0, np.nan, np.trunc(result) if whole and op == "/" else result)
    return Numbers(result)


def _choice(test: Truths, then: Column | None, otherwise: Column | None) -> Column | None:
    match then or otherwise, otherwise or then:
        case Numbers(one), Numbers(other):
            one, other = _blank(then, one), _blank(otherwise, other)
            return Numbers(np.where(test.yes, one, np.where(test.no, other, np.nan)))
        case Truths(), Truths():
            first, second = _truths(then), _truths(otherwise)
            yes, no = (test.yes & first.yes) | (test.no & second.yes), (test.yes & first.no) | (test.no & second.no)
            return Truths(yes, no)
        case Texts(), Texts():
            none = Texts(np.array(-1), [])
            return merged(test.yes, test.no, then or none, otherwise or none)  # type: ignore[arg-type]
        case None, None:
            return None
    raise ConditionError("both branches of a choice must be numbers, texts or truths", expected="values of one kind")


def _blank(branch: Column | None, numbers: NDArray[Any]) -> NDArray[Any]:
    return np.full(np.shape(numbers), np.nan) if branch is None else numbers
