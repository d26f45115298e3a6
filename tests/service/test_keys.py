"""Keys: what scopes there are and who has them."""

from service.keys import OPEN, PUBLISHABLE, SCOPES


def test_a_publishable_key_may_ask_and_tell_only():
    """Whatever else there is to do, a key inside an app may not do it."""
    assert {"decide", "events"} == PUBLISHABLE
    assert set(SCOPES) > PUBLISHABLE


def test_an_open_installation_refuses_nothing():
    """Without keys every caller may do everything."""
    assert OPEN.scopes == set(SCOPES)
