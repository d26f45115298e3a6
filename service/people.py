"""People: who a request is for, and what is known of them."""

from dataclasses import dataclass, replace

from service.asked import Person
from service.log import logger
from service.metrics import Metrics
from service.stores.identities import Identities
from service.stores.states import States
from slotwise import person
from slotwise.errors import SlotwiseError
from slotwise.person import PersonState

_log = logger("people")


@dataclass(frozen=True)
class Found:
    """A person with their state; `readable` is False when the store did not answer.

    `seq` is the last place of the log that the state holds; 0 for nobody, and for states that were never folded here.
    """

    person_id: str
    state: PersonState
    known: bool
    readable: bool = True
    seq: int = 0


class People:
    """Resolves persons and reads their states."""

    def __init__(self, identities: Identities, states: States, metrics: Metrics):
        self._identities = identities
        self._states = states
        self._metrics = metrics

    def find(self, asked: Person) -> Found:
        """Return the person; when the store does not answer, one of whom nothing is known."""
        person_id = asked.id or ""
        try:
            person_id = self.resolve(asked)
            state = self._states.get(person_id) if person_id else person.empty("")
        except SlotwiseError as error:
            self._metrics.store_failures.inc()
            _log.warning("state not read", code=error.code, detail=error.detail)
            return Found(person_id, _with(person.empty(person_id), asked), known=False, readable=False)
        return Found(person_id, _with(state, asked), known=state.known)

    def resolve(self, asked: Person) -> str:
        """Return the id of a person: the given one, the one an identity is linked to, or a provisional one.

        Empty for an anonymous visitor. Raises StoreError.
        """
        if asked.id is not None:
            return asked.id
        if not asked.identities:
            return ""
        return self._identities.find(asked.identities) or provisional(asked)


def provisional(asked: Person) -> str:
    """Return the id of a person known by an identity only: `namespace:value` of the first one."""
    namespace, value = next(iter(asked.identities.items()))
    return f"{namespace}:{value}"


def _with(state: PersonState, asked: Person) -> PersonState:
    return replace(state, attributes={**state.attributes, **asked.attributes}) if asked.attributes else state
