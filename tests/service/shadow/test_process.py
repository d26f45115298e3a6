"""Process: samples come in, findings are kept, and it is over when nobody wants it any more."""

import socket

from service.shadow.process import KIND, begun, wanted_of
from service.shadow.sample import packed
from tests.service.asking import decide


def test_without_a_shadow_there_is_nothing_to_do(service):
    """An installation that asks for none."""
    assert begun(service.settings, service.database) is None


def test_samples_become_findings(client, service, acts):
    """What cannot be read is counted; findings are written over; the end comes with another revision."""
    acts.start("1", 1.0, "ann", "why")
    process = begun(service.settings, service.database)
    made = []
    service.background.log.on_made = made.append
    decide(client, person={"id": "p1"}, deadline_ms=60_000)
    service.background.log.flush()
    outbox, inbox = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    with outbox, inbox:
        inbox.settimeout(0.01)
        outbox.send(packed(made[0]))
        outbox.send(b"half a mess")
        for _ in range(3):
            process.turn(inbox, 7)
        process.write(7)
        found = service.results.latest(KIND, "1").document()
        assert (found["answers"], found["damaged"], found["failed"], found["since"]) == (1, 1, 0, 7)
        assert found["touchpoints"]["home"]["overlap"] == 1.0
        process.write(7)
        assert len(service.results.history(KIND, "1")) == 1
        acts.stop("ann", "seen enough")
        process._looked = float("-inf")
        process.turn(inbox, 7)
        assert process.ended


def test_other_documents_reach_the_shadow(client, service, acts):
    """It goes on with the new configuration."""
    acts.start("1", 1.0, "ann", "why")
    process = begun(service.settings, service.database)
    places = [{"touchpoint": each, "slots": 1} for each in ("home", "new.place")]
    service.configuration.changing.apply(lambda before: {**before.to_json(), "touchpoints": places}, "ann", "new")
    process._look()

    assert not process.ended
    assert process.beside.serving.model.catalog.touchpoint("new.place") >= 0
    assert wanted_of(service.configuration.history.newest()) == process.shadow
