"""The sheet: buffers that grow, and keep what is in them."""

from slotwise.sheet import Sheet


def test_it_grows_and_keeps_what_is_there():
    """What was put there before stays; there is room for as much as was asked for."""
    sheet = Sheet(products=5, contents=7, rows=2)
    sheet.keys[:3], sheet.codes[:2], sheet.values[:2] = 9, 4, 0.5
    sheet.at, sheet.entries = 3, 2
    sheet.widen(10_000)

    assert sheet.keys[:3].tolist() == [9, 9, 9]
    assert (sheet.codes[:2].tolist(), sheet.values[:2].tolist()) == ([4, 4], [0.5, 0.5])
    assert len(sheet.keys) - 3 >= 10_000
    assert len(sheet.codes) == len(sheet.values) >= 10_002
    assert len(sheet.ranks) == len(sheet.scores) == 2 * len(sheet.found)


def test_it_begins_empty():
    """Of the request before nothing is left that counts."""
    sheet = Sheet(5, 7, 2)
    sheet.at = sheet.entries = 3
    sheet.spans[1] = 3
    sheet.begin()

    assert (sheet.at, sheet.entries, sheet.spans.any()) == (0, 0, False)
    assert (sheet.place == -1).all()
    assert not sheet.sums.any()
