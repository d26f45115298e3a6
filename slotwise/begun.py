"""Begun: a request up to where candidates are scored: who and when, what the model's rules exclude, and the ladder."""

from typing import NamedTuple

from slotwise import person
from slotwise.catalog import Catalog
from slotwise.decision import Wanted
from slotwise.eligibility import Eligibility
from slotwise.ladder import Ladder
from slotwise.live import Live
from slotwise.model import Model
from slotwise.moment import Moment
from slotwise.notes import Notes
from slotwise.person import PersonState
from slotwise.rulebook.ruling import Ruling
from slotwise.rules import Rule
from slotwise.situation import Situation, nobodys, situation

Counts = dict[str, int]


class Begun(NamedTuple):
    """What every touchpoint of a request shares; `dropped` is how many products each rule was the first to exclude."""

    situation: Situation
    dropped: Counts
    ladder: Ladder


def begin(model: Model, state: PersonState, wanted: Wanted, live: Live) -> Begun:
    """Return what every touchpoint of a request shares; never raises either."""
    reader = person.readable(state, wanted.personalize)
    notes = Notes()
    found, known = _situation(model, reader, wanted, live, notes)
    barred, dropped = _barred(model, found.moment, notes)
    ruling = None
    if model.rulebook is not None:
        notes += model.rulebook.faults
        # Where the person cannot be read every condition fails, and what might close does.
        facts, memory = (found.facts, model.lasting) if known else (None, None)
        ruling = Ruling(model.rulebook, live, found.moment, facts, notes.append, memory)
    ladder = Ladder(model, live, found.moment, wanted, Eligibility(model, live, wanted, barred, ruling), notes)
    return Begun(found, dropped, ladder)


def _situation(model: Model, reader: PersonState, wanted: Wanted, live: Live, notes: Notes) -> tuple[Situation, bool]:
    """Return the situation and whether it is the person's; nobody's when state or context cannot be read."""
    try:
        return situation(model, reader, wanted, live), True
    except Exception as error:
        notes.append(f"state: {type(error).__name__}: {error}")
        return nobodys(model, wanted), False


def _barred(model: Model, seen: Moment, notes: Notes) -> tuple[set[int], Counts]:
    """Return the products that the rules exclude, and how many of them each rule was the first to exclude."""
    barred: set[int] = set()
    dropped: Counts = {}
    for rule in model.rules:
        before = len(barred)
        if type(rule).exclude is not Rule.exclude:
            barred |= _excluded(rule, model.catalog, seen, notes)
        dropped[rule.name] = dropped.get(rule.name, 0) + len(barred) - before
    return barred, dropped


def _excluded(rule: Rule, catalog: Catalog, seen: Moment, notes: Notes) -> set[int]:
    """Return the products that a rule excludes: all of them where it cannot be asked, as it might have said no."""
    size = len(catalog.products)
    try:
        excluded = set(rule.exclude(seen, catalog).tolist())
        if excluded and not 0 <= min(excluded) <= max(excluded) < size:
            raise IndexError("a code is no product's")
        return excluded
    except Exception as error:
        notes.append(f"rule {rule.name}: {type(error).__name__}: {error}")
        return set(range(size))
