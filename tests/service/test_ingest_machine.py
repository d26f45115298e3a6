"""Whatever clients do, in whatever order: every state is the fold of the raw log, and every counter adds up."""

import shutil
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select

from service.settings import Settings
from service.stores.tables import EVENTS
from service.wiring import wire
from slotwise.errors import StoreError
from slotwise.events import KINDS, kind_code

IDS = st.sampled_from([f"e{number}" for number in range(12)])
PERSONS = st.sampled_from(["p", "q", "r"])
TYPES = st.sampled_from(["click", "view", "exposure", "convert", "x.other"])


class Clients(RuleBasedStateMachine):
    """Clients that send, send again, reuse an id for something else, and send rubbish; and a store that fails."""

    @initialize()
    def installation(self):
        """A new one, without a model."""
        self.folder = Path(tempfile.mkdtemp())
        self.service = wire(Settings(data_dir=self.folder, auth="open", log_level="error"))
        self.service.database.prepare()
        self.sent, self.said, self.first = 0, Counter(), {}

    def teardown(self):
        """Away with it."""
        if hasattr(self, "service"):
            self.service.database.close()
            shutil.rmtree(self.folder)

    @rule(ids=st.lists(IDS, min_size=1, max_size=6), person=PERSONS, kind=TYPES, slot=st.integers(0, 2))
    def send(self, ids, person, kind, slot):
        """A batch, perhaps with an id that was used; slot 0 is wrong, and makes the batch be looked at one by one."""
        self._take([self._event(each, person, kind, slot) for each in ids])

    @rule(event_id=IDS)
    def retry(self, event_id):
        """The very same event as was accepted under the id."""
        if event_id in self.first:
            assert self._take([self.first[event_id]])[0].status == "duplicate"

    @rule(rubbish=st.lists(st.sampled_from([None, 7, "x", [], {}, {"event_id": "e1"}]), min_size=1, max_size=3))
    def rubbish(self, rubbish):
        """What is no event at all."""
        assert {each.status for each in self._take(rubbish)} == {"rejected"}

    @rule(event_id=IDS, person=PERSONS)
    def fail(self, event_id, person):
        """The store breaks down when everything is written but the commit: nothing of it happened."""
        states = self.service.states
        note, states.note = states.note, _broken
        try:
            with pytest.raises(StoreError):
                self.service.ingest.take([self._event(f"new-{event_id}", person, "click", 1), 7])
        finally:
            states.note = note

    @invariant()
    def states_are_the_fold_of_the_log(self):
        """The counters of every person are those of a recomputation from the raw log."""
        if not hasattr(self, "service"):
            return
        rows = self.service.database.rows(select(EVENTS).where(EVENTS.c.repeated == 0), {})
        for person in ("p", "q", "r"):
            mine = Counter(kind_code(row.type) for row in rows if row.person_id == person)
            assert self.service.states.get(person).totals == tuple(mine[kind] for kind in range(len(KINDS) + 1))

    @invariant()
    def counters_add_up(self):
        """Sent is received is accepted, duplicate and rejected; accepted are in the log, rejected in their list."""
        if not hasattr(self, "service"):
            return
        metrics = self.service.metrics
        counted = {each: metrics.events.labels(each)._value.get() for each in ("accepted", "duplicate", "rejected")}
        assert self.sent == metrics.received._value.get() == sum(counted.values())
        assert counted == {each: self.said[each] for each in counted}
        assert len(self.service.database.rows(select(EVENTS.c.event_id), {})) == counted["accepted"]
        assert len(self.service.rejected.page(limit=10_000)) == counted["rejected"]

    def _take(self, events):
        outcomes = self.service.ingest.take(events)
        self.sent += len(events)
        self.said.update(each.status for each in outcomes)
        for event, outcome in zip(events, outcomes, strict=True):
            if outcome.status == "accepted":
                self.first[outcome.event_id] = event
        return outcomes

    def _event(self, event_id, person, kind, slot):
        return {"event_id": event_id, "type": kind, "person": {"id": person}, "product_id": "a", "slot": slot}


def _broken(*arguments):
    raise StoreError("the disk is full")


TestClients = pytest.mark.slow(Clients.TestCase)
TestClients.settings = settings(max_examples=25, stateful_step_count=15, deadline=None)
