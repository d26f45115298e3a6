"""Rejected events of a person: found by what they say, in whatever state they came."""

import orjson
import pytest

from service.stores.rejected import Refusal, Rejected
from service.stores.rejected_persons import mentions, rejected_of, remove_rejected

IDS = ["p1", "phone_hash:5550123456", "member:汉字会员号码一二"]


def body(**person: object) -> bytes:
    """An event about a person."""
    return orjson.dumps({"type": "view", "person": person})


@pytest.mark.parametrize(
    ("sent", "problem", "about"),
    [
        (body(id="p1"), "{}", True),
        (body(id="p11"), "{}", False),
        (body(identities={"phone_hash": "5550123456"}), "{}", True),
        (body(identities={"phone_hash": "555"}), "{}", False),
        (body(identities=[1]), "{}", False),
        (b'{"person": {"identities": {"phone_hash": "5550123456", "cut off', "{}", True),
        ('{"person": "会员 汉字会员号码一二'.encode(), "{}", True),
        (rb'{"person": "\u6c49\u5b57\u4f1a\u5458\u53f7\u7801\u4e00\u4e8c', "{}", True),
        (b"\xff p1 is too short to mean anybody", "{}", False),
        (b"[]", '{"given": "5550123456"}', True),
        (b"", "{}", False),
        (b"null", "{}", False),
    ],
)
def test_a_body_is_about_whom_it_names(sent, problem, about):
    """By its fields where it has them, by long ids anywhere in it where it has not."""
    assert mentions(sent, problem, IDS) is about


def test_rejected_events_are_found_and_removed(database):
    """Among any number of others."""
    store = Rejected(database)
    others = [Refusal(1, "request_invalid", {}, body(id=f"q{number}")) for number in range(600)]
    store.add([*others, Refusal(2, "request_invalid", {}, body(id="p1")), *others])

    assert [row["received_at"] for row in rejected_of(database, IDS)] == [2]
    with database.write() as connection:
        assert remove_rejected(connection, IDS) == 1
        assert remove_rejected(connection, IDS) == 0
    assert list(rejected_of(database, IDS)) == []
