"""Pinned models: whole, held on the shelf while the experiment runs, and let go afterwards."""

import pytest

from service.experiments.pinning import Pinning
from slotwise import bundle, shelf
from slotwise.documents.experiments import Experiment, Judged, Phase, Step, Variant
from slotwise.errors import ExperimentError


def experiment(*models, **fields):
    """An experiment of variants with these models."""
    variants = [Variant(variant=f"v{place}", weight=1 / len(models), model=each) for place, each in enumerate(models)]
    told = {"experiment": "e", "variants": variants, "control": "v0", "primary": Judged(metric="ctr")}
    return Experiment(**told | fields)


@pytest.fixture
def pinning(place):
    """What pins on it."""
    return Pinning(place, lambda: "m")


def test_an_alias_is_pinned_to_the_version_that_it_means_now(pinning, place):
    """Wherever the alias moves afterwards, the phase keeps its bundle; without a model nothing is pinned."""
    found = pinning.pin(experiment(None, "challenger", "1"))
    shelf.point(place, "m", "challenger", shelf.find(place, "m", "1"))

    assert {name: (each.version, each.run_id) for name, each in found.items()} == {
        "v1": ("2", "run2"),
        "v2": ("1", "run1"),
    }
    assert found["v1"].digest == bundle.digest(place / "m" / found["v1"].folder)


@pytest.mark.parametrize("model", ["7", "nobody"])
def test_a_version_that_is_not_there_is_refused(pinning, model):
    """The variant is named, and what there is."""
    with pytest.raises(ExperimentError, match="v1: the shelf has no version or alias") as refused:
        pinning.pin(experiment(None, model))

    assert refused.value.pointer == "/variants/1/model"
    assert refused.value.expected == ["1", "2", "challenger", "champion"]


def test_a_damaged_version_is_refused(pinning, place):
    """One byte is enough."""
    folder = place / "m" / shelf.find(place, "m", "2").folder
    path = folder / "model.json"
    path.write_bytes(path.read_bytes().replace(b"2", b"3"))

    with pytest.raises(ExperimentError, match="damaged"):
        pinning.pin(experiment(None, "challenger"))


def test_an_empty_shelf_is_refused(tmp_path):
    """There is nothing to compare."""
    with pytest.raises(ExperimentError, match="no model on the shelf"):
        Pinning(tmp_path, lambda: None).pin(experiment(None, "1"))


def test_what_runs_stays_on_the_shelf(pinning, place, tmp_path):
    """However many versions are published after it; when nothing pins it any more, it goes in time."""
    found = pinning.pin(experiment(None, "challenger"))
    phase = Phase(
        number=1, began_at=1, unit="person", variants=experiment(None, "2").variants, control="v0", pinned=found,
        ramp=[Step(at=1, share=0.1, buckets=[(0, 1000)])],
    )  # fmt: skip
    running = experiment(None, "challenger", status="running", phases=[phase])
    for number in range(3, 9):
        bundle.write(tmp_path / str(number), {"model": {"text": str(number)}}, {}, {})
        shelf.publish(place, "m", str(number), tmp_path / str(number), "challenger")
    pinning.release([running])
    assert (place / "m" / found["v1"].folder).is_dir()
    pinning.release([running.model_copy(update={"status": "stopped"})])

    assert not [alias for alias in shelf.aliases(place, "m") if alias.startswith("pinned.")]
