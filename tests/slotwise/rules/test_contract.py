"""Every rule of the room keeps the room's contract; a new one is found by itself."""

from dataclasses import replace

import numpy as np
import pytest

from slotwise import person
from slotwise.errors import ConfigError
from slotwise.events import Event
from slotwise.limited import Limited
from slotwise.rules import Board, Rule, on_page, rule_from_json, rules
from tests.worlds import make_catalog, make_moment, make_state

RULES = rules()


@pytest.fixture
def moments(checkerboard):
    """Nobody, and somebody with views, conversions, exposures and a dismissal."""
    state = make_state("p", ["p1", "p3", "p3"], checkerboard.as_of - 10)
    more = [
        Event("c", checkerboard.as_of - 5, "p", "convert", product_id="p5"),
        *[Event(f"e{at}", checkerboard.as_of - at, "p", "exposure", content_id="p7.tile") for at in range(1, 30)],
        Event("d", checkerboard.as_of - 3, "p", "dismiss", content_id="p9.banner"),
    ]
    return [make_moment(checkerboard, each) for each in (person.empty("n"), person.fold(state, more))]


@pytest.mark.parametrize("name", sorted(RULES))
def test_exclusions_are_codes_of_products(name, checkerboard, moments):
    """`exclude` returns int32 codes that exist, and nothing for a person without a past."""
    nobody, somebody = (RULES[name]().exclude(each, checkerboard.catalog) for each in moments)

    assert nobody.tolist() == []
    assert somebody.dtype == np.int32
    assert ((somebody >= 0) & (somebody < len(checkerboard.catalog.products))).all()


@pytest.mark.parametrize("name", sorted(RULES))
def test_allowances_are_masks(name, checkerboard):
    """`allow` returns a mask over the candidates or None, for any number drawn and for no candidates at all."""
    catalog = checkerboard.catalog
    for contents in (np.arange(20, dtype=np.int32), np.zeros(0, np.int32)):
        board = Board(catalog.touchpoints[2], catalog, contents, catalog.contents.product[contents], frozenset({1, 2}))
        for drawn in ([], [0], [3, 5, 8]) if len(contents) else ([],):
            allowed = RULES[name]().allow(board, drawn)
            assert allowed is None or (allowed.dtype == np.bool_ and allowed.shape == contents.shape)


@pytest.mark.parametrize("name", sorted(RULES))
def test_documents_come_back(name):
    """What `to_json` writes makes the same rule."""
    assert rule_from_json(RULES[name]().to_json()) == RULES[name]()


@pytest.mark.parametrize("document", [{}, {"rule": "nobody"}, {"rule": "diversity", "depth": 1}])
def test_unknown_rules_are_refused(document):
    """A name or a parameter that no file has is an error with a code."""
    with pytest.raises(ConfigError):
        rule_from_json(document)


@pytest.mark.parametrize("contents", [True, False])
@pytest.mark.parametrize("name", sorted(RULES))
def test_limits_say_what_allow_says(name, contents):
    """`limits` is a promise: with them the engine asks `allow` only once a board."""
    catalog = make_catalog(8, contents)
    places = np.arange(len(catalog.contents), dtype=np.int32)
    everything = np.ones(len(places), np.bool_)
    for touchpoint in (*catalog.touchpoints, replace(catalog.touchpoints[0], per_category=2)):
        board, rule = Board(touchpoint, catalog, places, catalog.contents.product, frozenset({2})), RULES[name]()
        first, limits = rule.allow(board, []), rule.limits(board)
        mask = None if limits is None else Limited(everything if first is None else first, limits)
        for drawn in ([0], [1, 3], [0, 1, 2]) if mask else ():
            allowed = everything.copy() if rule.allow(board, drawn) is None else rule.allow(board, drawn)
            allowed[drawn] = False
            assert mask(drawn).tolist() == allowed.tolist()


def test_a_rule_that_says_no_limits_is_asked_slot_by_slot(checkerboard):
    """Its own `allow` may depend on what is drawn, so nothing is known beforehand."""

    class Odd(Rule):
        def allow(self, board, drawn):
            return np.arange(len(board.products)) % 2 == len(drawn) % 2

    board = Board(checkerboard.catalog.touchpoints[0], checkerboard.catalog, np.arange(4), np.arange(4), frozenset())
    assert Odd().limits(board) is None
    assert Rule().limits(board) == ()


@pytest.mark.parametrize("contents", [True, False])
@pytest.mark.parametrize("name", sorted(RULES))
def test_what_a_rule_makes_of_a_page_is_what_it_says(name, contents):
    """ "nothing": the page changes nothing; "once": only products that stand there, and repeats, are closed."""
    catalog, rule = make_catalog(8, contents), RULES[name]()
    places, products = np.arange(len(catalog.contents), dtype=np.int32), catalog.contents.product
    touchpoint = replace(catalog.touchpoints[0], per_category=1)
    for drawn in ([], [0], [1, 3]):
        alone, beside = (rule.allow(Board(touchpoint, catalog, places, products, frozenset(page)), drawn)
                         for page in ((), (2, 5)))  # fmt: skip
        if rule.page == "nothing" or type(rule).allow is Rule.allow:
            assert (alone is None and beside is None) or alone.tolist() == beside.tolist()
        if rule.page == "once":
            expected = ~np.isin(products, [2, 5, *products[drawn]])
            expected[drawn] = False
            beside = beside.copy()
            beside[drawn] = False
            assert beside.tolist() == expected.tolist()


def test_who_has_to_be_asked_is_not_told_for_a_page():
    """A rule with an `allow` of its own that says nothing of pages; one without it says nothing while one draws."""

    class Odd(Rule):
        def allow(self, board, drawn):
            return None

    diversity, once = RULES["diversity"](), RULES["once_per_page"]()
    assert on_page([once, Odd()]) is None
    assert on_page([RULES["already_seen"]()]) == (False, ())
    assert on_page([diversity, once]) == (True, (diversity,))
