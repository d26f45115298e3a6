"""Sessions of browsers, as signed texts."""

from service.sessions import Sessions

SECRET = b"secret"


def test_a_session_is_read_until_it_is_over():
    """By whoever has the installation's secret, on any worker."""
    text = Sessions(SECRET).begin("abc", 100)

    assert Sessions(SECRET).read(text, 99.0).key_id == "abc"
    assert Sessions(SECRET).read(text, 100.0) is None
    assert Sessions(b"another").read(text, 99.0) is None


def test_a_session_that_was_changed_is_none():
    """Neither its key nor its end can be chosen by the browser."""
    sessions = Sessions(SECRET)
    text = sessions.begin("abc", 100)
    for wrong in ("", ".", "...", text[:-1], text.replace("abc", "def"), text.replace(".100.", ".900."), "é." + text):
        assert sessions.read(wrong, 1.0) is None


def test_a_form_belongs_to_its_session():
    """The token of another session does not hold."""
    sessions = Sessions(SECRET)

    assert sessions.holds("one", sessions.form_token("one"))
    assert not sessions.holds("one", sessions.form_token("two"))
    assert not sessions.holds("one", "\ud800é")


def test_no_two_sessions_are_the_same():
    """Also of one key."""
    sessions = Sessions(SECRET)

    assert len({sessions.begin("abc", 100) for _ in range(100)}) == 100
