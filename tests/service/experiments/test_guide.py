"""What docs/experiments.md tells A/B testers is so: its document is taken, its fields and defaults are the code's."""

import json
import re

import pytest

from service.experiments.by_hand import by_hand
from service.experiments.conducting import LIVED, By
from slotwise.configuration import Configuration, seeded
from slotwise.documents import World
from slotwise.documents.experiments import Experiment


@pytest.fixture
def page(project):
    """The page."""
    return (project / "docs" / "experiments.md").read_text(encoding="utf-8")


@pytest.fixture
def written(page):
    """The document that the page shows."""
    return json.loads(re.findall(r"^```json\n(.*?)^```", page, re.M | re.S)[0])


def test_the_document_is_taken_in_the_demo_world(written, project):
    """As the page has it and as the world's seed has it: not one problem, not even a warning."""
    (seed,) = json.loads((project / "seeds" / "echannel" / "experiments.json").read_text(encoding="utf-8"))
    for each in (written, seed):
        configuration = Configuration.load({**seeded("echannel").to_json(), "experiments": [each]})
        problems = configuration.problems(World())
        assert configuration.get(Experiment, "home-explore").status == "draft"
        assert [it for it in problems if it.pointer.startswith("/experiments")] == []


def test_the_document_is_written_and_started_by_hand(written, tmp_path):
    """In an installation with the demo world's documents."""
    with by_hand(tmp_path) as found:
        others = {name: each for name, each in seeded("echannel").to_json().items() if name != Experiment.name}
        found.conducting.changing.apply(lambda before: others, "lin", "the world")
        found.conducting.create(written, By("lin", "agreed"))
        started = found.conducting.start("home-explore", By("lin", "the first 5 percent"), 0.05).experiment

    assert (started.status, started.phase.ramp[0].share) == ("running", 0.05)


def test_every_field_is_told(page):
    """Those that people write are in the table or in the example, and the table has no others."""
    table = page.partition("| field | default |")[2].partition("\n\n")[0]
    named = {each for row in table.splitlines() for each in re.findall(r"`(\w+)`", row.partition("|")[2].split("|")[0])}
    fields = set(Experiment.model_fields) - set(LIVED)

    assert {"share", "days"} <= named <= fields
    assert [each for each in fields if f"`{each}`" not in page and f'"{each}"' not in page] == []


def test_defaults_are_the_codes(page):
    """Those in the table that stand for themselves."""
    rows = re.findall(r"^\| (`[^|]*`) \| ([^|]+) \|", page.partition("| field | default |")[2], re.M)
    told = {}
    for names, values in rows:
        keys, given = re.findall(r"`(\w+)`", names), values.replace("`", "").split(", ")
        told |= dict(zip(keys, given, strict=False)) if len(keys) == len(given) else {}
    plain = {name: each for name, each in told.items() if name in Experiment.model_fields and "every" not in each}
    assert {"share", "minimum_effect", "days", "power", "alpha", "method", "history_days", "unit", "kind"} <= set(plain)
    for name, each in plain.items():
        default = Experiment.model_fields[name].get_default(call_default_factory=True)
        assert (each == "none" and not default) or str(default) == each or float(default) == float(each), name
