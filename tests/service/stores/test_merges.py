"""Merges: two persons become one and two again, and every state is what the events say it must be."""

import random
import threading

import pytest

from service.namespaces import Claim, Identifier
from service.stores.bases import store_bases
from service.stores.merges import brought_together, ever_merged, was_undone
from slotwise.errors import MergeError, StoreError
from slotwise.events import CONSENT, Consent, Event
from slotwise.person_packing import pack
from tests.service.stores.linking import Persons
from tests.worlds import make_state


@pytest.fixture
def persons(database):
    """The stores of identity, on each kind of database."""
    return Persons(database)


def test_a_merged_person_has_what_both_did(persons):
    """Under either id there is one state, with the events of both, the later ones too."""
    persons.view("a", 10, "x")
    persons.view("b", 20, "y")
    persons.merge("b", "a")
    persons.view("b", 5, "late")

    assert [each.product for each in persons.state("b").history] == ["late", "x", "y"]
    assert persons.root("b") == "a"
    assert persons.state("a") == persons.refolded("a")


def test_undoing_gives_both_back_exactly(persons):
    """Events that came after the merge go to whom they came for; nothing of the other is left."""
    persons.view("a", 10, "x")
    persons.view("b", 20, "y")
    merge_id = persons.merge("b", "a")
    persons.view("b", 30, "z")
    persons.send(Event("c", 40, "b", CONSENT, consent=Consent(False)))

    assert persons.undo(merge_id) == ("a", "b")
    assert [each.product for each in persons.state("a").history] == ["x"]
    assert [each.product for each in persons.state("b").history] == ["y", "z"]
    assert (persons.state("a").personalize, persons.state("b").personalize) == (True, False)


def test_any_story_of_merges_ends_in_the_states_that_the_events_give(persons):
    """Whatever is merged, parted and sent in whatever order: each state is the fold, and one hop leads to it."""
    for seed in range(4):
        chance = random.Random(seed)
        names, open_merges = [f"{seed}-{place}" for place in range(6)], []
        for step in range(40):
            kind = chance.random()
            if kind < 0.55:
                name = chance.choice(names)
                kinds = ("view", "click", "convert", "exposure", CONSENT)
                consent = Consent(chance.random() < 0.5, ("city",) if chance.random() < 0.5 else ())
                event = Event(
                    f"{seed}-{step}",
                    chance.randrange(3) * 86_400_000 + chance.randrange(5),
                    name,
                    chance.choice(kinds),
                    product_id=chance.choice("xyz"),
                    consent=consent,
                )
                persons.send(event)
            elif kind < 0.8:
                child, parent = (persons.root(each) for each in chance.sample(names, 2))
                if child != parent:
                    open_merges.append(persons.merge(child, parent, step))
            elif open_merges:
                persons.undo(open_merges.pop(chance.randrange(len(open_merges))), step)
        for name in names:
            assert persons.state(name) == persons.refolded(name)
    assert persons.hops() <= 1


def test_merges_are_recorded(persons):
    """When, why and on whose word: and when and by whom it was undone."""
    merge_id = persons.merge("b", "a", at=7)
    persons.undo(merge_id, at=9)
    found = persons.merges.of(["b"])[0]

    assert (found.merge_id, found.at, found.child, found.parent) == (merge_id, 7, "b", "a")
    assert (found.cause, found.by, found.undone_at, found.undone_by) == ("call", "k", 9, "k")


def test_what_is_not_merged_cannot_be_undone(persons):
    """A merge that is unknown, or was undone before, is an error."""
    merge_id = persons.merge("b", "a")
    persons.undo(merge_id)
    for wrong in (merge_id, "m_none"):
        with pytest.raises(MergeError):
            persons.undo(wrong)


def test_what_was_known_before_the_log_is_parted_too(persons):
    """States that were loaded from a file go back to whom they belong to."""
    known = [make_state("a", ["x"], 10, city="SZ"), make_state("b", ["y"], 20)]
    with persons.database.write() as connection:
        store_bases(connection, persons.states, [(each.person_id, pack(each)) for each in known])
    merge_id = persons.merge("b", "a")
    persons.view("b", 30, "z")
    assert [each.product for each in persons.state("a").history] == ["x", "y", "z"]
    persons.undo(merge_id)

    assert [each.product for each in persons.state("a").history] == ["x"]
    assert [each.product for each in persons.state("b").history] == ["y", "z"]
    assert (persons.state("a").attributes, persons.state("b").attributes) == ({"city": "SZ"}, {})


def test_what_an_identifier_has_done_is_known(persons):
    """How many it brought together, whether somebody parted them, and whether it ever followed anybody."""
    linked = persons.take("a", "member", "m")
    with persons.database.write() as connection:
        assert brought_together(connection, "member:m") == 1
        assert not was_undone(connection, "member:m", ["a"])
        assert ever_merged(connection, "member:m")
    persons.undo(linked.merge_id)
    with persons.database.write() as connection:
        assert brought_together(connection, "member:m") == 0
        assert was_undone(connection, "member:m", ["a"])
        assert not was_undone(connection, "member:m", ["b"])
        assert ever_merged(connection, "member:m")


def test_two_workers_merging_the_same_persons_at_once(persons):
    """Both want the same thing while events come in for either: it happens once, and no event is lost."""
    claims = (Claim("a", Identifier("member", "m")), Claim("a", Identifier("wechat_openid", "o")))
    errors: list[Exception] = []

    def work(worker: int) -> None:
        for place in range(8):
            leaf = ("a", "member:m", "wechat_openid:o")[place % 3]
            event = Event(f"{worker}-{place}", place, leaf, "view", product_id=f"p{worker}")
            try:
                persons.send(event, claims=claims if place in (2, 5) else ())
            except StoreError as error:
                errors.append(error)

    threads = [threading.Thread(target=work, args=(worker,)) for worker in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert errors == []
    assert persons.root("member:m") == persons.root("wechat_openid:o") == "a"
    assert persons.state("a") == persons.refolded("a")
    assert sum(persons.state("a").totals) == 32
    assert len(persons.merges.of(["a"])) == 2
