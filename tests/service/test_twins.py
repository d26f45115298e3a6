"""Twins: who has erased somebody learns what is learned where that person never was; and hiding is for good."""

import gzip
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from service.app import EXTENSION
from service.export.installed import exporter
from service.stores.import_states import import_states
from service.wiring import Service
from slotwise import packing
from slotwise.person_packing import pack
from tests.worlds import START, make_state
from training.dataset import Dataset, load
from training.fit import train
from training.options import TrainOptions
from training.sources.live_log import options
from training.states import write_states

MINUTE = 60_000
OPTIONS = {
    "ranker": {"trees": 10, "leaves": 4, "min_data_in_leaf": 5},
    "generators": {"popular": {}, "als": {"factors": 4, "iterations": 3}, "content": {"dimensions": 4}, "again": {}},
    "occasions": 150,
    "retrieve": 12,
}
ANNA = "anna"


def live(service: Service, persons: list[str], rounds: int = 12) -> None:
    """Let persons view, convert and log in, each keeping to the products of their own side."""
    events = []
    for round_ in range(rounds):
        for place, person in enumerate(persons):
            at = START + (round_ * 40 + place) * MINUTE
            product = 2 * ((round_ * 7 + place * 3) % 20) + len(person) % 2
            events.append(
                {
                    "event_id": f"{person}-{round_}",
                    "type": "convert" if (round_ + place) % 5 == 0 else "view",
                    "occurred_at": np.datetime_as_string(np.datetime64(at, "ms"), "ms") + "Z",
                    "person": {"id": person, "identities": {"member": f"{person}-m"}},
                    "product_id": f"p{product}",
                    "context": {"channel": ("app", "web")[place % 2]},
                }
            )
    for start in range(0, len(events), 100):
        assert all(each.status == "accepted" for each in service.ingest.take(events[start : start + 100]))


def exported(service: Service, folder: Path) -> Dataset:
    """What training reads of an installation."""
    exporter(service.settings, service.database).run(folder)
    return load(folder, options(folder))


def learned(dataset: Dataset, folder: Path) -> str:
    """The digest of the bundle that is trained on a data set."""
    return packing.save(train(dataset, TrainOptions.from_json(OPTIONS)).model, folder)


@pytest.fixture
def installations(data_dir_of_test, make_app, tmp_path) -> Any:
    """Makes services, each on a data folder of its own."""

    def make(name: str) -> Service:
        folder = Path(shutil.copytree(data_dir_of_test, tmp_path / name))
        found: Service = make_app(data_dir=folder).extensions[EXTENSION]
        return found

    return make


@pytest.mark.slow
def test_twin_training(installations, tmp_path):
    """A model retrained after an erasure has the very hash of one trained as if the person had never been."""
    others = [f"person{place:02}" + "x" * (place % 2) for place in range(24)]
    with_anna, without = installations("with"), installations("without")
    live(with_anna, [*others, ANNA])
    live(without, others)
    before = learned(exported(with_anna, tmp_path / "one"), tmp_path / "bundle before")
    never = learned(exported(without, tmp_path / "other"), tmp_path / "bundle never")
    assert before != never

    with_anna.erasing.erase(f"member:{ANNA}-m")
    assert learned(exported(with_anna, tmp_path / "one"), tmp_path / "bundle after") == never


@pytest.mark.slow
def test_a_build_that_erases_too_little_is_found_out(installations, tmp_path, monkeypatch):
    """The mutant: where the events stay, the twins differ."""
    from service.stores.person_rows import HELD

    others = [f"person{place:02}" + "x" * (place % 2) for place in range(24)]
    with_anna, without = installations("with"), installations("without")
    live(with_anna, [*others, ANNA])
    live(without, others)
    kept = {name: each for name, each in HELD.items() if name != "events"}
    monkeypatch.setattr("service.stores.erasures.HELD", kept)
    with_anna.erasing.erase(ANNA)

    after = learned(exported(with_anna, tmp_path / "one"), tmp_path / "bundle after")
    assert after != learned(exported(without, tmp_path / "other"), tmp_path / "bundle never")


@pytest.mark.slow
def test_a_hidden_attribute_does_not_grow_back(installations, tmp_path):
    """Neither by replaying the log, nor by retraining, nor by loading states that were written with it or without."""
    service = installations("one")
    live(service, ["anna", "bert"], rounds=8)
    old = tmp_path / "old states"
    with gzip.open(old, "wb") as file:
        for name in ("anna", "bert"):
            file.write(pack(make_state(name, ["p1"], START, city="SZ", nick=f"{name}-nick")) + b"\n")
    import_states(service.settings, old)
    service.persons.consent("anna", None, ["nick"])

    def used() -> list[str]:
        found: list[str] = service.persons.show("anna")["used"]["attributes"]
        return found

    assert used() == ["city"]
    dataset = exported(service, tmp_path / "export")
    nicks = [each for each in dataset.facets.fields if each.name == "person.nick"]
    assert all("anna-nick" not in each.values for each in nicks)
    packing.save(train(dataset, TrainOptions.from_json(OPTIONS)).model, tmp_path / "bundle")
    assert all(b"anna-nick" not in path.read_bytes() for path in (tmp_path / "bundle").rglob("*") if path.is_file())

    new = tmp_path / "new states"
    write_states(tmp_path / "export", new)
    for states in (new, old):
        import_states(service.settings, states)
        assert "nick" not in used()
        service.persons.link("anna", {"wechat_openid": f"o-{states.name}"}, [], None)
        undone = service.persons.show("anna")["merges"][-1]["id"]
        service.persons.part("anna", undone, None)
        assert "nick" not in used()
    assert used() == ["city"]
    assert json.loads(b"".join(service.exports.export("anna")))["consent"]["hidden"] == ["nick"]
