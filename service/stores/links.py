"""Links: an identifier is found to belong to a person, so what is known under both becomes one, within bounds.

An identifier that nobody owns yet joins the person. One that belongs to somebody else brings the two persons together
if it says who somebody is; if it merely follows its first person, it stays with that one. Over a cap nothing is linked
and an alarm is raised: an identifier that would join a thousand persons says nothing about any of them.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Connection

from service.namespaces import Claim, Namespaces
from service.stores.alarms import Alarm, Alarms
from service.stores.identities import members, roots
from service.stores.merges import Merges, Word, brought_together, ever_merged, was_undone

MOST_IDS = 2_000
"""Most ids that one person may have."""
ASKED = "call"
"""The cause of a link that somebody with a secret key has asked for: it also links again what was parted."""


class Outcome(StrEnum):
    """What became of a claim."""

    LINKED = "linked"
    KNOWN = "known"
    """It was linked before."""
    KEPT = "kept"
    """The identifier stays with the first person that it followed."""
    PARTED = "parted"
    """Somebody has parted the two: only a call links them again."""
    REFUSED = "refused"
    """It would go over a cap."""


class Linked(NamedTuple):
    """What became of a claim, for which person, by which merge."""

    outcome: Outcome
    person_id: str
    merge_id: str | None = None
    alarm: Alarm | None = None


class Links:
    """Takes claims, each within the caller's transaction, with nobody folding beside it."""

    def __init__(self, namespaces: Namespaces, merges: Merges, alarms: Alarms, tell: Callable[[Linked], None]):
        self._namespaces = namespaces
        self._merges = merges
        self._alarms = alarms
        self._tell = tell

    def take(self, connection: Connection, claim: Claim, word: Word) -> Linked:
        """Link what a claim says belongs together, unless a rule forbids it; an alarm is noted."""
        linked = self._judge(connection, claim, word)
        if linked.alarm is not None:
            self._alarms.raise_(connection, linked.alarm, word.at)
        if linked.outcome is not Outcome.KNOWN:
            self._tell(linked)
        return linked

    def join(self, connection: Connection, child: str, parent: str, word: Word) -> Linked:
        """Make two persons one because somebody says so, not because of an identifier."""
        found = roots(connection, (child, parent))
        child, parent = found[child], found[parent]
        if child == parent:
            return Linked(Outcome.KNOWN, parent)
        ids = [*members(connection, parent), *members(connection, child)]
        return self._merged(connection, child, parent, None, ids, word)

    def _judge(self, connection: Connection, claim: Claim, word: Word) -> Linked:
        via, namespace = claim.identifier.leaf, self._namespaces.of(claim.identifier.namespace)
        found = roots(connection, (claim.leaf, via))
        target, owner = found[claim.leaf], found[via]
        if target == owner:
            return Linked(Outcome.KNOWN, target)
        if namespace.kind == "shared":
            return Linked(Outcome.KEPT, target)
        if namespace.kind == "session" and word.cause != ASKED and ever_merged(connection, via):
            return Linked(Outcome.KEPT, target)
        ours = members(connection, target)
        if word.cause != ASKED and was_undone(connection, via, ours):
            return Linked(Outcome.PARTED, target)
        if brought_together(connection, via) >= namespace.per_identifier and owner != via:
            alarm = Alarm("per_identifier", via, namespace.namespace, namespace.per_identifier, target)
            return Linked(Outcome.REFUSED, target, alarm=alarm)
        child, parent = self._ordered(owner, target)
        return self._merged(connection, child, parent, via, [*ours, *members(connection, owner)], word)

    def _merged(
        self, connection: Connection, child: str, parent: str, via: str | None, ids: Sequence[str], word: Word
    ) -> Linked:
        alarm = self._over(parent, ids)
        if alarm is not None:
            return Linked(Outcome.REFUSED, parent, alarm=alarm)
        return Linked(Outcome.LINKED, parent, self._merges.merge(connection, child, parent, via, word))

    def _ordered(self, owner: str, target: str) -> tuple[str, str]:
        """Child and parent: a person with an id of their own remains, otherwise the one who was named first."""
        named = self._namespaces.identifier
        if named(target) is not None and named(owner) is None:
            return target, owner
        return owner, target

    def _over(self, root: str, ids: Sequence[str]) -> Alarm | None:
        if len(ids) > MOST_IDS:
            return Alarm("ids", root, "", MOST_IDS, root)
        counts = Counter(each.namespace for each in map(self._namespaces.identifier, ids) if each is not None)
        for name, count in counts.items():
            most = self._namespaces.of(name).per_person
            if count > most:
                return Alarm("per_person", root, name, most, root)
        return None
