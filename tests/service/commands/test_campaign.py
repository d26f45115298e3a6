"""The command `slotwise campaign`."""

import json

from service.answered_measures import CampaignAnswer
from service.configuration.history import History
from service.settings import Settings
from service.stores.database import Database
from service.stores.revisions import Revision, Revisions
from slotwise.configuration import seeded
from slotwise.configuration.folder import read_folder
from slotwise.documents.campaigns import Campaign
from slotwise.errors import UnknownCampaignError
from slotwise.seeds import seeds_dir
from tests.june import june, run

__all__ = ["june"]


def test_a_campaign_is_reported(june, tmp_path):
    """Measured, expected, traced to the step and segment that were planted."""
    options = ("--log", str(june), "--definitions", str(seeds_dir("echannel")), "--data-dir", str(tmp_path))
    (found,) = run("campaign", "report", "june_plans", *options)["data"]
    worst = found["traced"]["effects"][0]

    assert (worst["segment"], worst["factor"]) == ("app", "confirm")
    assert worst["high"] < 0
    text = run("campaign", "report", *options, text=True)
    assert "Mend this step first." in text.replace("\n", " ")
    assert "2026-06-15 to 2026-06-29" in " ".join(text.split())


def test_an_expectation_that_was_changed_is_told(june, tmp_path):
    """The report holds the campaign to what stood when it started, and names who changed it."""
    configuration = seeded("echannel")
    first = configuration.get(Campaign, "june_plans")
    lower = first.expected.model_copy(update={"value": 0.4, "low": 0.3, "high": 0.5})
    database = Database(Settings(data_dir=tmp_path).database_url)
    database.prepare()
    history = History(Revisions(database))
    for number, (at, expected) in enumerate(((-1, first.expected), (1, lower)), start=1):
        document = configuration.with_document("campaigns", [first.model_copy(update={"expected": expected})])
        made = Revision(number, number - 1, first.span.since + at, "lin", "a lower bar", None, document.digests)
        history.add(document, made)
    database.close()
    (found,) = run("campaign", "report", "--log", str(june), "--data-dir", str(tmp_path), "--write")["data"]

    CampaignAnswer.model_validate(found | {"measured_at": "now"})
    assert found["expected"]["value"] == first.expected.value
    assert [(each["revision"], each["author"], each["expected"]["value"]) for each in found["changed"]] == [
        (2, "lin", 0.4)
    ]
    text = run("campaign", "report", "--log", str(june), "--data-dir", str(tmp_path), text=True)
    assert "after the start: revision 2" in text


def test_what_is_not_there_is_told(june, tmp_path):
    """An unknown campaign; one that has not begun is left for later, and none is no error."""
    folder = tmp_path / "documents"
    folder.mkdir()
    documents = read_folder(seeds_dir("echannel"))
    for name in ("metrics", "processes"):
        (folder / f"{name}.json").write_text(json.dumps(documents[name]))
    later = documents["campaigns"][0] | {"start": "2027-01-01T00:00:00Z", "end": "2027-02-01T00:00:00Z"}
    (folder / "campaigns.json").write_text(json.dumps([later]))
    options = ("--log", str(june), "--definitions", str(folder), "--data-dir", str(tmp_path))

    assert isinstance(run("campaign", "report", "may", *options, status=1), UnknownCampaignError)
    assert run("campaign", "report", *options)["data"] == []
    assert "no campaign" in run("campaign", "report", *options, text=True)
