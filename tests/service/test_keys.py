"""Keys: their form, and what scopes there are."""

import re

from service.keys import OPEN, PUBLISHABLE, SCOPES, all_scopes, id_of, new_key


def test_a_publishable_key_may_ask_and_tell_only():
    """Whatever else there is to do, a key inside an app may not do it."""
    assert {"decide", "events"} == PUBLISHABLE
    assert set(SCOPES) > PUBLISHABLE


def test_an_open_installation_refuses_nothing():
    """Without keys every caller may do everything."""
    assert OPEN.scopes == set(SCOPES)


def test_admin_is_everything():
    """No other scope brings another one with it."""
    assert all_scopes(frozenset({"admin"})) == set(SCOPES)
    assert all_scopes(frozenset({"persons"})) == {"persons"}


def test_a_key_cannot_be_guessed_and_names_its_id():
    """At least 128 random bits beside the id; no two are the same."""
    made = [new_key("secret") for _ in range(1_000)]
    _, _, secret = made[0][1].split("_")

    assert len({key for _, key in made}) == len({key_id for key_id, _ in made}) == 1_000
    assert len(secret) * 5.95 >= 128
    assert all(id_of(key) == key_id and key.startswith("sk_") for key_id, key in made)
    assert re.fullmatch("pk_.*", new_key("publishable")[1])


def test_what_is_no_key_has_no_id():
    """Neither too short nor too long, and nothing before or after it."""
    _, key = new_key("publishable")

    assert [id_of(each) for each in ("", "x", key[:-1], key + "a", key + "\n", " " + key, "x" + key[1:], "pk__")] == [
        None
    ] * 8
