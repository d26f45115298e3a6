"""People: who a request is for, and what may be read of them."""

from dataclasses import replace
from typing import NamedTuple

from service.asked import Person
from service.log import logger
from service.metrics import Metrics
from service.namespaces import Claim, Namespaces
from service.proofs import Proofs
from service.seldom import Seldom
from service.stores.states import Read, States
from slotwise import person
from slotwise.errors import SlotwiseError, TokenExpiredError
from slotwise.person import PersonState

_log = logger("people")
_SECONDS = 10.0
"""Between two lines that say that states cannot be read: while the database is away it is so with every request."""


class Found(NamedTuple):
    """A person with what may be read of them; `readable` is False when the store did not answer.

    Of somebody who wants no personal answers the state is empty, and they are not `known`. `seq` is the last place of
    the log that the state holds; 0 for nobody, and for states that were never folded here.
    """

    person_id: str
    state: PersonState
    known: bool
    readable: bool = True
    seq: int = 0


class People:
    """Resolves persons and reads their states."""

    def __init__(self, namespaces: Namespaces, states: States, proofs: Proofs, metrics: Metrics):
        self._namespaces = namespaces
        self._states = states
        self._proofs = proofs
        self._metrics = metrics
        self._unread = Seldom(_SECONDS)

    def find(self, asked: Person) -> Found:
        """Return the person; when the store does not answer, one of whom nothing is known.

        One query, and one more for a person who was merged into another, or for each identifier that nobody has.
        """
        leaf = self.resolve(asked)
        try:
            state, seq = self._read(asked, leaf)
        except SlotwiseError as error:
            self._metrics.store_failures.inc()
            if times := self._unread.due():
                _log.warning("state not read", code=error.code, detail=error.detail, times=times)
            return Found(leaf, _with(person.empty(leaf), asked), known=False, readable=False)
        if not state.personalize:
            nothing = replace(person.empty(state.person_id), personalize=False, consent_at=state.consent_at)
            return Found(state.person_id, nothing, known=False, seq=seq)
        return Found(state.person_id, _with(state, asked), known=state.known, seq=seq)

    def resolve(self, asked: Person) -> str:
        """Return the id that a person's events are stored under: the given one, or `namespace:value`.

        Empty for an anonymous visitor.
        """
        return self._namespaces.leaf(asked)

    def claims(self, asked: Person, proof: str | None, trusted: bool, now: float) -> tuple[Claim, ...]:
        """Return what somebody says about whose identifiers these are, as far as they may; raise TokenError.

        The word of a caller with a secret key counts (`trusted`), anybody else's needs a proof; `now` is seconds UTC.
        A proof that has expired proves nothing, but is no reason to lose an event.
        """
        claims = self._namespaces.claims(asked) if asked.identities else []
        if trusted or not claims:
            return tuple(claims)
        try:
            return self._proofs.covered(claims, proof, now) if proof else ()
        except TokenExpiredError:
            return ()

    def _read(self, asked: Person, leaf: str) -> Read:
        """Return the state of the first of a person's ids of which something is known, else of the first."""
        first = self._state(leaf)
        if asked.id is not None or len(asked.identities) < 2 or _said(first):
            return first
        others = (self._state(claim.identifier.leaf) for claim in self._namespaces.claims(asked))
        return next((each for each in others if _said(each)), first)

    def _state(self, person_id: str) -> Read:
        if not person_id:
            return Read(person.empty(""), 0)
        found = self._states.read(person_id)
        # A person who was merged into another leads there, never further.
        return found if found.state.person_id == person_id else self._states.read(found.state.person_id)


def _said(found: Read) -> bool:
    return found.state.known or found.state.consent_at is not None


def _with(state: PersonState, asked: Person) -> PersonState:
    return replace(state, attributes={**state.attributes, **asked.attributes}) if asked.attributes else state
