"""Facets: values become rows of one common axis, facts come from context and person."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotwise.facets import Facet, Facets, facts, with_scene

FACETS = Facets(
    (
        Facet("context.channel", ("app", "web")),
        Facet("scene", ("roaming",)),
        Facet("person.city", ("深圳", "440300")),
        Facet("touchpoint", ("home", "bill")),
    ),
    ("context.ratio", "person.age"),
)
VALUES = st.one_of(st.text(max_size=5), st.floats(), st.integers(), st.booleans())


def test_encode_gives_rows_of_the_common_axis():
    """The row of a value is its facet's offset plus its place; what is missing or unseen is -1."""
    given_facts = {"context.channel": "web", "person.city": "深圳", "touchpoint": "bill", "scene": "unheard of"}

    assert FACETS.offsets.tolist() == [0, 2, 3, 5, 7]
    assert FACETS.encode(given_facts).tolist() == [1, -1, 3, 6]
    assert FACETS.encode({}).tolist() == [-1, -1, -1, -1]


@pytest.mark.parametrize("value", [440300, 440300.0, "440300"])
def test_numbers_as_categories_are_written_in_full(value):
    """A city's code is the same category as text and as a number of either kind."""
    assert FACETS.encode({"person.city": value})[2] == 4


@given(st.dictionaries(st.sampled_from(["context.channel", "person.city", "context.ratio", "person.age"]), VALUES))
def test_any_facts_can_be_read(given_facts):
    """Huge, infinite or strange values are unknown; nothing raises, and numbers are finite or missing."""
    rows, numbers = FACETS.encode(given_facts), FACETS.measure(given_facts)

    assert (rows.dtype, rows.shape, numbers.dtype, numbers.shape) == (np.int32, (4,), np.float32, (2,))
    assert ((rows >= -1) & (rows < FACETS.size)).all()
    assert not np.isinf(numbers).any()


def test_numbers_too_large_are_missing():
    """What a float32 cannot hold, or is no number, is missing."""
    for value in (1e300, float("inf"), float("nan"), "1.0", 10**400, None):
        assert np.isnan(FACETS.measure({"context.ratio": value})[0])
    assert FACETS.measure({"context.ratio": 0.5})[0] == 0.5


def test_decode_gives_the_facts_back():
    """Facts that have a row or a number come back; the rest is left out."""
    known = {"context.channel": "app", "person.city": "深圳", "context.ratio": 0.5}

    assert FACETS.decode(FACETS.encode(known), FACETS.measure(known)) == known


def test_themes_are_columns():
    """The person's facets are segments, the touchpoint is its own theme, everything else is scene."""
    assert FACETS.columns("scene").tolist() == [0, 1]
    assert FACETS.columns("segment").tolist() == [2]
    assert FACETS.columns("touchpoint").tolist() == [3]
    assert (FACETS.place("scene"), FACETS.place("nothing")) == (1, -1)


def test_with_touchpoint_changes_a_copy():
    """Only the touchpoint's row differs, and the facets given stay as they were."""
    before = FACETS.encode({"context.channel": "app"})

    assert FACETS.with_touchpoint(before, "home").tolist() == [0, -1, -1, 5]
    assert FACETS.with_touchpoint(before, "").tolist() == [0, -1, -1, -1]
    assert before.tolist() == [0, -1, -1, -1]
    assert Facets().with_touchpoint(np.zeros(0, np.int32), "home").tolist() == []
    assert [FACETS.touchpoint_row(each) for each in ("home", "")] == [5, -1]


def test_codes_of_a_facet():
    """Rows of the common axis counted from the facet's own first one; missing where there is none."""
    first = int(FACETS.offsets[FACETS.place("touchpoint")])
    codes = FACETS.codes("touchpoint", np.array([first, -1, first + 1], np.int32))
    assert np.array_equal(codes, [0, np.nan, 1], equal_nan=True)


def test_facts_have_full_names():
    """Context and attributes cannot shadow each other, nor the scene or the touchpoint."""
    named = facts({"scene": "x", "touchpoint": "y"}, {"scene": "z"})

    assert named == {"context.scene": "x", "context.touchpoint": "y", "person.scene": "z"}
    assert with_scene(named, "roaming")["scene"] == "roaming"
    assert with_scene(named, None) is named


def test_documents_come_back():
    """What `to_json` writes, `from_json` reads."""
    assert Facets.from_json(FACETS.to_json()) == FACETS
    assert Facets.from_json(Facets().to_json()).size == 0


@given(
    st.lists(st.one_of(st.none(), st.sampled_from(["app", "web", "", "7"]), st.floats(allow_nan=False), st.booleans()))
)
def test_a_column_is_what_each_moment_gives(values):
    """Facts of many moments at once have the rows that they have one by one, numbers and missing ones too."""
    facets = Facets((Facet("scene", ("none",)), Facet("context.channel", ("web", "app", "7", "1"))))
    told = [{} if each is None else {"context.channel": each} for each in values]

    assert facets.encode_column(1, values) == [facets.encode(each)[1] for each in told]
