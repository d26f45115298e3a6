"""Events of the store in a model's codes, as training reads them from the log."""

from service.interactions import interactions
from slotwise.events import Event


def test_codes_are_those_of_the_model(checkerboard):
    """Products, contents, touchpoints, facets and numbers; what is not known is -1, 0 or missing."""
    events = [
        Event(
            "1",
            5,
            "a",
            "click",
            "p3",
            "p3.tile",
            "bill",
            2,
            session="s",
            scene="over_quota",
            value=2.5,
            context={"channel": "web", "data_used_ratio": 1.5},
        ),
        Event("2", 6, "b", "x.other", "gone"),
        Event("3", 7, "a", "view", "p4"),
    ]
    found = interactions(events, checkerboard)
    names = [field.name for field in checkerboard.facets.fields]

    assert found.product.tolist() == [3, -1, 4]
    assert found.content.tolist() == [7, -1, -1]
    assert found.touchpoint.tolist() == [1, -1, -1]
    assert found.person.tolist() == [0, 1, 0]
    assert found.session.tolist() == [0, -1, -1]
    assert found.slot.tolist() == [2, 0, 0]
    assert found.numbers[0].tolist() == [1.5]
    facets = dict(zip(names, found.facets[0].tolist(), strict=True))
    assert facets == {"context.channel": 1, "scene": 2, "person.city": -1, "touchpoint": 6}
    assert found.facets[1].tolist() == [-1, -1, -1, -1]


def test_no_events_are_no_rows(checkerboard):
    """An empty batch has the right columns."""
    found = interactions([], checkerboard)

    assert len(found) == 0
    assert found.facets.shape == (0, 4)
