"""Persons to link and merge: the stores that take part, on one database, and a slow oracle of what a state must be."""

from dataclasses import dataclass, field, replace

from sqlalchemy import select

from service.admission import Admission
from service.namespaces import DEFAULT, Claim, Identifier, Namespaces
from service.stores.alarms import Alarms
from service.stores.copies import Copies
from service.stores.database import Database
from service.stores.events import Events
from service.stores.identities import Identities
from service.stores.links import Linked, Links
from service.stores.locks import alone
from service.stores.merges import Merges, Word
from service.stores.new_events import NewEvent, Verdict
from service.stores.states import States
from service.stores.tables import STATES
from service.stores.tombstones import Tombstones
from slotwise import person
from slotwise.events import Event
from slotwise.person import PersonState

SECRET = b"a secret of these tests"


@dataclass
class Persons:
    """The stores of identity on one database, and every event that was stored, in its order."""

    database: Database
    namespaces: Namespaces = DEFAULT
    copies: Copies | None = None
    stored: list[Event] = field(default_factory=list)
    told: list[Linked] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.states = States(self.database, self.copies)
        self.identities, self.alarms = Identities(self.database), Alarms(self.database)
        self.merges, self.tombstones = Merges(self.database, self.states), Tombstones(self.database, SECRET)
        self.links = Links(self.namespaces, self.merges, self.alarms, self.told.append)
        admission = Admission(self.namespaces, self.links, self.tombstones)
        self.events = Events(self.database, self.states, admission)

    def send(self, *events: Event, claims: tuple[Claim, ...] = (), **more: object) -> list[Verdict]:
        """Store events, each with the same claims."""
        self.stored += events
        return self.events.add([NewEvent(each, each.occurred_at, claims=claims, **more) for each in events])

    def view(self, leaf: str, at: int, product: str = "p", claims: tuple[Claim, ...] = ()) -> list[Verdict]:
        """Store a view."""
        return self.send(Event(f"e{len(self.stored)}", at, leaf, "view", product_id=product), claims=claims)

    def merge(self, child: str, parent: str, at: int = 1) -> str:
        """Merge one root into another."""
        with self.database.write() as connection:
            alone(connection)
            return self.merges.merge(connection, child, parent, None, Word(at, "call", by="k"))

    def undo(self, merge_id: str, at: int = 2) -> tuple[str, str]:
        """Undo a merge."""
        with self.database.write() as connection:
            alone(connection)
            return self.merges.undo(connection, merge_id, at, "k")

    def take(self, leaf: str, namespace: str, value: str, cause: str = "event") -> Linked:
        """Take a claim."""
        with self.database.write() as connection:
            alone(connection)
            claim = Claim(leaf, Identifier(namespace, value), cause)
            return self.links.take(connection, claim, Word(len(self.told) + 1, cause))

    def state(self, person_id: str) -> PersonState:
        """The state that is stored for a person, whichever of their ids is given."""
        return self.states.get(self.root(person_id))

    def root(self, person_id: str) -> str:
        """The person that an id belongs to."""
        return self.identities.roots([person_id])[person_id]

    def refolded(self, person_id: str) -> PersonState:
        """What the state has to be: the fold of every event of every id of the person."""
        root = self.root(person_id)
        mine = set(self.identities.members(root))
        return person.fold(person.empty(root), (each for each in self.stored if each.person_id in mine))

    def hops(self) -> int:
        """The longest way from an id to the person that it belongs to."""
        into = dict(self.database.rows(select(STATES.c.person_id, STATES.c.merged_into), {}))
        return max((1 + (into.get(root) is not None) for root in into.values() if root is not None), default=0)


def same(state: PersonState, other: PersonState) -> bool:
    """Whether two states are one, whatever their names."""
    return replace(state, person_id="") == replace(other, person_id="")
