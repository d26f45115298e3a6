"""Sample: what the shadow gets is what the champion had."""

import pytest

from service.shadow.sample import opened
from slotwise.errors import StateError
from tests.service.asking import click


def test_state_and_question_come_whole(client, caught):
    """The person as they were, what was asked, and what the champion said to it."""
    click(client, "p0", "p3", "p5")
    sample = caught({"touchpoint": "home", "slots": 2, "exclude": ["p1.banner"]}, count=1, context={"channel": "app"})[
        0
    ]
    told = sample.document

    assert len(sample.state.history) == 2
    assert told["asked"] == [["home", 2, ["p1.banner"], None]]
    assert told["context"] == {"channel": "app"}
    assert len(told["answered"]["home"]["placed"]) == 2
    assert told["answered"]["home"]["level"] == "ranker"
    assert len(told["answered"]["home"]["scores"]) > 2


def test_what_the_ranker_did_not_answer_is_no_sample(client, service):
    """There would be nothing to compare."""
    from service.shadow.sample import packed
    from tests.service.asking import decide

    found = []
    service.background.log.on_made = found.append
    decide(client, deadline_ms=0)
    service.background.log.flush()

    assert [packed(each) for each in found] == [None]


@pytest.mark.parametrize("message", [b"", b"\x00\x00\x00\x02{}", b"\xff\xff\xff\xffx"])
def test_half_a_message_is_refused(message):
    """By an error of its own, whatever is missing."""
    with pytest.raises((ValueError, KeyError, StateError)):
        opened(message)
