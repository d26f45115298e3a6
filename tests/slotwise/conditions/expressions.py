"""Random conditions and the facts that they read: numbers `m.n*`, texts `m.t*`, truths `m.b*`, lists `m.l*`."""

import numpy as np
from hypothesis import strategies as st

from slotwise.conditions import Columns, Lists, Numbers, Truths, texts
from slotwise.conditions.tree import Binary, Choice, Has, Listed, Literal, Method, Name, Unary, joined

NUMBERS, TEXTS, TRUTHS, LISTS = ("m.n1", "m.n2"), ("m.t1", "m.t2"), ("m.b1", "m.b2"), ("m.l1",)
WORDS = st.text("ab", max_size=3)
REALS = st.sampled_from([-2.5, -1.0, 0.0, 0.5, 1.0, 2.0, 1e6])
NAMES = st.sampled_from([*NUMBERS, *TEXTS, *TRUTHS])


def named(names):
    """A fact of these names."""
    return st.sampled_from(names).map(Name)


def constants(values):
    """A constant of these values."""
    return values.map(Literal)


def numbers(deep=True):
    """A number: a fact, a constant, or computed of both."""
    leaf = named(NUMBERS) | constants(REALS)
    if not deep:
        return leaf
    inner = numbers(deep=False)
    return st.one_of(
        leaf,
        st.builds(lambda op, left, right: Binary(op, left, right), st.sampled_from("+-*"), inner, inner),
        st.builds(lambda left, right: Binary("/", left, Literal(right)), inner, st.sampled_from([0.5, 2.0, -4.0])),
        st.builds(lambda operand: Unary("-", operand), named(NUMBERS)),
    )


SAME = st.sampled_from(["==", "!="])
SIZED = (*TEXTS, *LISTS)
COMPARED = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
TEXT = named(TEXTS) | constants(WORDS)
LEAVES = st.one_of(
    st.builds(Binary, COMPARED, numbers(), numbers()),
    st.builds(Binary, COMPARED, TEXT, TEXT),
    st.builds(lambda op, name, value: Binary(op, name, Literal(value)), SAME, named(TRUTHS), st.booleans()),
    st.builds(lambda name, items: Binary("in", name, Listed(tuple(items))), named(TEXTS), st.lists(WORDS, max_size=3)),
    st.builds(lambda name, of: Binary("in", name, Listed(tuple(of))), named(NUMBERS), st.lists(REALS, max_size=3)),
    st.builds(lambda word, name: Binary("in", word, name), TEXT, named(LISTS)),
    st.builds(lambda name: Has(name), NAMES),
    st.builds(Method, st.sampled_from(["startsWith", "endsWith", "contains"]), named(TEXTS), TEXT),
    st.builds(lambda of, most: Binary("<", Method("size", of), Literal(most)), named(SIZED), st.integers(0, 3)),
    st.builds(lambda op, name: Binary(op, name, Literal(None)), SAME, NAMES.map(Name)),
    named(TRUTHS),
    constants(st.booleans()),
)  # fmt: skip


def _grown(part):
    parts = st.lists(part, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        st.builds(lambda op, inner: joined(op, inner, 0), st.sampled_from(["&&", "||"]), parts),
        st.builds(lambda operand: Unary("!", operand), part),
        st.builds(Choice, part, part, part),
    )


CONDITIONS = st.recursive(LEAVES, _grown, max_leaves=6)
"""Trees of conditions, every kind of node in them."""

VALUES = {
    **dict.fromkeys(NUMBERS, REALS),
    **dict.fromkeys(TEXTS, WORDS),
    **dict.fromkeys(TRUTHS, st.booleans()),
    **dict.fromkeys(LISTS, st.lists(WORDS, max_size=3).map(frozenset)),
}
FACTS = st.fixed_dictionaries({}, optional=VALUES)
"""Facts, any of them missing."""


class Rows(Columns):
    """Columns of rows of facts."""

    def __init__(self, rows):
        self.rows = rows

    def __len__(self):
        return len(self.rows)

    def column(self, name):
        """The column of a fact, by its kind."""
        values = [row.get(name) for row in self.rows]
        if name in NUMBERS:
            return Numbers(np.array([np.nan if each is None else each for each in values], np.float64))
        if name in TEXTS:
            return texts(values)
        if name in TRUTHS:
            return Truths(*(np.array([each is wanted for each in values], np.bool_) for wanted in (True, False)))
        return Sets(values) if name in LISTS else None


class Sets(Lists):
    """A list in each row, None where missing."""

    def __init__(self, values):
        self.values = values

    def having(self, text):
        """The rows whose list has the text."""
        return np.array([each is not None and text in each for each in self.values], np.bool_)

    def sizes(self):
        """How many texts each list has."""
        return np.array([-1 if each is None else len(each) for each in self.values], np.int64)
