"""Runs, versions and aliases in MLflow."""

from pathlib import Path

import mlflow
import pytest

from slotwise.errors import RegistryError
from training.tracking import CHALLENGER, CHAMPION, Tracker, flattened

pytestmark = pytest.mark.slow


def bundle(folder: Path, text: str = "{}") -> Path:
    """A folder that passes for a bundle as far as the registry is concerned."""
    made = folder / "bundle"
    made.mkdir(parents=True)
    (made / "manifest.json").write_text(text)
    return made


def test_what_is_logged_can_be_found_again(registry, tmp_path):
    """Parameters, data set with digest, metrics, tags, documents and the bundle as the run's model."""
    tracker = Tracker(registry)
    with tracker.run("tests", "first") as run:
        run.parameters({"ranker": {"trees": 3}, "rules": ["a"], "generators": {"als": {}}})
        run.data("small", "0123abcd", tmp_path)
        run.metrics({"ndcg@10": 0.5, "unknown": None, "endless": float("inf")})
        run.tags({"labelled_by": "impressions"})
        run.document("evaluation", {"main": "ndcg@10"})
        version = run.register("model", bundle(tmp_path), {"dataset": "small"})

    found = mlflow.MlflowClient(registry).get_run(run.id)
    assert found.info.status == "FINISHED"
    assert found.data.params == {"ranker.trees": "3", "rules": "['a']", "generators.als": "defaults"}
    assert found.data.metrics == {"ndcg_10": 0.5}
    assert found.inputs.dataset_inputs[0].dataset.digest == "0123abcd"
    assert len(found.outputs.model_outputs) == 1
    assert (version.name, version.version, version.run_id) == ("model", "1", run.id)
    assert tracker.file(version, "evaluation.json", tmp_path).read_text().startswith("{")
    assert tracker.file(version, "nothing.json", tmp_path) is None


def test_a_bundle_comes_back_as_it_went(registry, tmp_path):
    """The files of a version's bundle are those that were registered, and nothing among them is a pickle."""
    tracker = Tracker(registry)
    with tracker.run("tests", "first") as run:
        version = run.register("model", bundle(tmp_path, '{"a": 1}'), {})

    back = tracker.bundle(version, tmp_path / "fetched")
    assert (back / "manifest.json").read_text() == '{"a": 1}'
    logged = [path.suffix for path in (tmp_path / "mlartifacts").rglob("*") if path.is_file()]
    assert ".pkl" not in logged


def test_versions_and_aliases(registry, tmp_path):
    """Versions count up, a new one is challenger, an alias moves where it is pointed."""
    tracker = Tracker(registry)
    for name in ("one", "two"):
        with tracker.run("tests", name) as run:
            run.register("model", bundle(tmp_path / name), {})

    assert tracker.versions("model") == ["1", "2"]
    assert tracker.version("model").version == "2"
    assert tracker.alias("model", CHAMPION) is None
    tracker.point("model", CHAMPION, "1")
    assert tracker.version("model", CHAMPION).version == "1"
    assert tracker.version("model", CHALLENGER).version == "2"
    tracker.tag(tracker.version("model", "1"), {"forced": "why"})
    assert tracker.version("model", "1").tags["forced"] == "why"


@pytest.mark.parametrize("wanted", [None, "7", "champion"])
def test_what_is_not_there_is_said(registry, wanted):
    """An unknown name, number or alias is an error that says what there is."""
    with pytest.raises(RegistryError):
        Tracker(registry).version("model", wanted)


def test_runs_nest_and_failures_show(registry):
    """A run inside a run is its child; one that raises is marked as failed, and the error goes on."""
    tracker = Tracker(registry)
    with (
        pytest.raises(ZeroDivisionError),
        tracker.run("tests", "outer") as outer,
        tracker.run("tests", "inner") as inner,
    ):
        1 / 0  # noqa: B018 - the failure is the point

    client = mlflow.MlflowClient(registry)
    assert client.get_run(inner.id).data.tags["mlflow.parentRunId"] == outer.id
    assert client.get_run(inner.id).info.status == "FAILED"
    assert client.get_run(outer.id).info.status == "FAILED"
    assert tracker.finished("tests", outer.id)
    assert not tracker.finished("tests", "0" * 32)


def test_a_document_becomes_dotted_names():
    """Leaves keep their values, tables become prefixes, and an empty one is not lost."""
    assert flattened({"a": {"b": {"c": 1}, "d": []}, "e": None, "f": {}}) == {"a.b.c": 1, "a.d": [], "e": None, "f": {}}
