"""Safety: without any model the touchpoints still show their own lists, as the last model had them."""

from service.asked import AskedTouchpoint
from service.safety import Safety
from tests.service.asking import contents, decide


def test_the_lists_outlive_the_model(app, make_app, tmp_path):
    """A service that starts with an empty shelf answers with the lists of the model that was live before."""
    client = make_app(shelf=tmp_path / "empty").test_client()
    answer = decide(
        client, {"touchpoint": "home", "slots": 2}, {"touchpoint": "bill"}, {"touchpoint": "elsewhere", "slots": 1}
    )

    assert [contents(each) for each in answer["touchpoints"]] == [
        ["p1.banner", "p0.banner"],
        ["p0.tile", "p1.tile"],
        [],
    ]
    assert {each["service_level"] for each in answer["touchpoints"]} == {"safety_list"}
    assert answer["ttl_seconds"] == 0


def test_exclusions_candidates_and_the_page_hold(app, service):
    """The same promises as on every other step: nothing excluded, nothing but the candidates, nothing twice."""
    safety, shown = service.answering.safety, {"p1.banner"}
    first = safety.slate(AskedTouchpoint(touchpoint="home", slots=1), shown)
    second = safety.slate(AskedTouchpoint(touchpoint="home", slots=3, candidates=["p0.banner", "p2.banner"]), shown)

    assert contents(first) == ["p0.banner"]
    assert contents(second) == ["p2.banner"]
    assert second["short"]


def test_damaged_lists_are_empty_lists(tmp_path):
    """Nothing to read, nothing to show, no error."""
    (tmp_path / "safety.json").write_text("[1")
    safety = Safety(tmp_path)
    safety.read()

    assert safety.lists == {}
