"""Estimates know the names of their contents."""

from tests.exposures import CONTENTS


def test_contents_have_their_names(found):
    """Those that were shown first, then those that never were; -1 is none."""
    assert [found.name(code) for code in (0, len(CONTENTS), -1)] == [CONTENTS[0], "c99", None]
    assert found.contents[: len(CONTENTS)] == tuple(sorted(found.contents[:-1], key=lambda each: each.content_id))
