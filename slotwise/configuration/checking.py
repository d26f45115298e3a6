"""Checking: what is wrong with a configuration as a whole: references, circles, conditions over unknown facts."""

from collections.abc import Iterator

from pydantic import BaseModel

from slotwise.conditions import Vocabulary
from slotwise.configuration.circles import circles
from slotwise.configuration.conditions_of import conditions
from slotwise.configuration.known import vocabulary
from slotwise.configuration.patched_wrong import patched_wrong
from slotwise.documents import Entries, Problem, World, kinds, pointer

_ABOUT_CONTENTS = ("product", "content")


def problems(entries: Entries, world: World) -> list[Problem]:
    """Return every problem and warning of a configuration against the live catalogue and facts."""
    known = vocabulary(entries, world)
    found: list[Problem] = []
    for name, kind in kinds().items():
        for place, entry in enumerate(entries.get(name, {}).values()):
            at = pointer(name, place)
            told = list(entry.check(entries, world))
            own = {(each.pointer, str(each.given)) for each in told}
            general = [] if kind.reads_log else conditions_wrong(entry.in_effect, known)
            # What an entry itself says of a fact says more than that there is no such fact for it.
            told += [each for each in general if (each.pointer, str(each.given)) not in own]
            found += [each._replace(pointer=at + each.pointer) for each in told]
        found += kind.check_all(entries, world)
    found += circles(entries)
    found += patched_wrong(entries, world, problems)
    # Owners and the general check may find the same thing at the same place.
    return list({(each.pointer, each.code, str(each.given)): each for each in reversed(found)}.values())[::-1]


def conditions_wrong(entry: BaseModel, known: Vocabulary) -> Iterator[Problem]:
    """Yield what is wrong with the conditions of an entry; pointers are relative to it."""
    for at, condition, reads in conditions(entry):
        allowed = reads.restrict(known) if reads else known.without(*_ABOUT_CONTENTS)
        for each in condition.findings(allowed):
            where = f" (column {each.at})" if each.at else ""
            yield Problem(at, each.code, each.detail + where, each.expected, each.given, each.warning)
