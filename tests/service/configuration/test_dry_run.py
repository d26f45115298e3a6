"""A dry run: the same persons and the same chance before and after, so that what differs is the change's doing."""

from service.configuration.dry_run import dry_run
from service.configuration.ground import Ground
from slotwise import person
from slotwise.configuration import Configuration

NOTHING = Configuration()


def ground(model):
    """The checkerboard with somebody unknown."""
    return Ground(model, model.start, [person.empty("")])


def closed(model):
    """A configuration in which nothing fits on any touchpoint."""
    places = [{"touchpoint": each.touchpoint, "kinds": ["none"]} for each in model.catalog.touchpoints]
    return Configuration.read({"touchpoints": places})


def test_without_a_change_nothing_differs(checkerboard):
    """The dry run of a configuration against itself is empty."""
    tried = dry_run(NOTHING, NOTHING, ground(checkerboard))

    assert tried.to_json()["changed"] == []
    assert list(tried.warnings({})) == []
    assert dry_run(NOTHING, NOTHING, Ground()) is None


def test_touchpoints_that_would_stay_empty(checkerboard):
    """Each is warned of with its place in the document; one that was empty before is not told again."""
    after = closed(checkerboard)
    places = {name: place for place, name in enumerate(after.entries["touchpoints"])}
    warnings = list(dry_run(NOTHING, after, ground(checkerboard)).warnings(places))

    assert {each.pointer for each in warnings} == {f"/touchpoints/{place}" for place in places.values()}
    assert all(each.warning and each.code == "answers_nothing" for each in warnings)
    assert list(dry_run(after, after, ground(checkerboard)).warnings(places)) == []


def test_a_touchpoint_that_is_closed_now_says_so(checkerboard):
    """Its schedule may open tomorrow: that is another thing than rules that leave nothing."""
    places = [
        {"touchpoint": each.touchpoint, "schedule": {"until": "1999-01-01"}}
        for each in checkerboard.catalog.touchpoints
    ]
    warnings = dry_run(NOTHING, Configuration.read({"touchpoints": places}), ground(checkerboard)).warnings({})

    told = [each.detail for each in warnings]
    assert told
    assert all(each.endswith(": the touchpoint's schedule does not hold now") for each in told)


def test_what_comes_and_what_goes(checkerboard):
    """Contents that are shown no longer and new ones are named by touchpoint."""
    told = dry_run(NOTHING, closed(checkerboard), ground(checkerboard)).to_json()["changed"]

    assert all(each["no_longer"] and not each["new"] for each in told)
    assert all(each["levels"]["after"] == {"nothing": each["answers"]} for each in told)
