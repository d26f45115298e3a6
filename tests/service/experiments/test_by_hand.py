"""By hand: experiments of an installation for a command; what was done lasts, and nothing is served for it."""

import pytest

from service.configuration.by_hand import by_hand as configuration_by_hand
from service.configuration.edits import replaced
from service.experiments.by_hand import by_hand
from service.experiments.conducting import By
from slotwise.errors import ConfigurationError, StoreError
from tests.service.experiments.living import CTR

LIN = By("lin", "to see")
DRAFT = {
    "experiment": "hero", "control": "control", "primary": {"metric": "ctr"}, "share": 0.05,
    "variants": [{"variant": "control", "weight": 0.5}, {"variant": "bold", "weight": 0.5}],
}  # fmt: skip


def begin(folder, draft=DRAFT):
    """Write the dictionary and a draft by hand."""
    with by_hand(folder) as found:
        found.conducting.changing.apply(replaced({"metrics": [CTR]}), "lin", "the dictionary")
        return found.conducting.create(draft, LIN).experiment


def test_a_fresh_folder_has_no_experiments(tmp_path):
    """Looking is no mistake, without a model as well."""
    with by_hand(tmp_path) as found:
        assert found.rows() == []
        assert found.conducting.all() == ()


def test_what_was_done_lasts(tmp_path):
    """The next command sees it, and so do two that work at the same time."""
    begin(tmp_path)
    with by_hand(tmp_path) as one, by_hand(tmp_path) as other:
        one.conducting.start("hero", LIN)
        assert other.conducting.ramp("hero", 0.5, LIN).experiment.phase.ramp[-1].share == 0.5
    with by_hand(tmp_path) as found:
        (hero,) = found.rows("running")

    assert (hero["share"], hero["phase"]) == (0.5, 1)


def test_folders_know_nothing_of_each_other(tmp_path):
    """An experiment is its installation's."""
    begin(tmp_path / "one")
    with by_hand(tmp_path / "other") as found:
        assert found.rows() == []


def test_acts_are_revisions_of_the_configuration(tmp_path):
    """Whoever changes the configuration by hand sees them, and what is refused there is refused here."""
    begin(tmp_path)
    with configuration_by_hand(tmp_path) as found:
        newest = found.history.newest()
        assert (newest.revision, [each["experiment"] for each in newest.configuration.to_json()["experiments"]]) == (
            2, ["hero"],
        )  # fmt: skip
    with by_hand(tmp_path) as found, pytest.raises(ConfigurationError):
        found.conducting.patch("hero", {"control": "nobody"}, LIN)


def test_the_settings_name_the_folder_where_nobody_does(tmp_path, monkeypatch):
    """As for every command."""
    begin(tmp_path)
    monkeypatch.setenv("SLOTWISE_DATA_DIR", str(tmp_path))
    with by_hand(None) as found:
        assert [each["experiment"] for each in found.rows()] == ["hero"]
        assert found.reporting.data_dir == tmp_path


def test_what_was_kept_of_an_experiment_is_told(tmp_path):
    """Reports, looks and plans are those of the same database."""
    begin(tmp_path)
    with by_hand(tmp_path) as found:
        found.conducting.start("hero", LIN)
        found.reporting.reports.put("hero", {"phase": 1, "units": {"bold": 3}}, "", (0, 1), 1)
        found.starting.plans.keep("hero", 1, {"planned_units": 9}, 1)
    with by_hand(tmp_path) as found:
        assert found.told(found.conducting.get("hero"))["units"] == {"bold": 3}
        assert found.starting.plans.of("hero", 1) == {"planned_units": 9}


def test_a_start_pins_what_stands_on_the_folders_shelf(data_dir_of_test):
    """The version that the alias means now, and the published model's touchpoints are those that a variant changes."""
    variants = [DRAFT["variants"][0], {**DRAFT["variants"][1], "model": "champion"}]
    begin(data_dir_of_test, {**DRAFT, "variants": variants})
    with by_hand(data_dir_of_test) as found:
        assert found.conducting.start("hero", LIN).experiment.phase.pinned["bold"].version == "1"


def test_a_store_that_cannot_be_opened_is_told(tmp_path):
    """A folder that is a file, for one."""
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError), by_hand(tmp_path / "file" / "data"):
        pass
