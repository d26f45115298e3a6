"""By hand: what a command needs of the configuration; the model is loaded only when it is asked for."""

from service.configuration.by_hand import by_hand
from service.configuration.edits import replaced


def test_without_a_model(tmp_path):
    """A fresh data folder has a history without revisions, and documents can be put into it."""
    with by_hand(tmp_path) as found:
        made, checked = found.changing.apply(replaced({"facts": []}), "ann", "begin")

        assert made.revision == found.history.newest().revision == 1
        assert checked.tried is None


def test_with_a_model(data_dir_of_test):
    """Changes are tried on the published one."""
    with by_hand(data_dir_of_test) as found:
        checked = found.changing.check(replaced({"touchpoints": [{"touchpoint": "home", "slots": 1}]}))

    assert checked.tried is not None
    assert checked.tried.to_json()["changed"]
