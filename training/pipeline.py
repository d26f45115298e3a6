"""Pipeline: from a data set folder to a judged, tracked and registered version."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version as installed
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from slotwise import packing
from training.cases import Cases, EvaluationOptions, split
from training.champion import compare_with
from training.dataset import Dataset, digest
from training.evaluate import Evaluation, evaluate
from training.fit import Trained, refit, train
from training.judged import FILE
from training.latency import measure
from training.options import TrainOptions, Watch
from training.relay import cores
from training.report import render
from training.stopwatch import Stopwatch
from training.tracking import CHAMPION, Run, Tracker, Version

EXPERIMENT = "slotwise"
REPORT = "report.html"
EVALUATION = "evaluation"


@dataclass(frozen=True)
class Source:
    """A loaded data set with the folder that it came from and the digest of its files."""

    folder: Path
    dataset: Dataset
    digest: str

    @classmethod
    def of(cls, folder: Path, dataset: Dataset) -> "Source":
        """Compute the digest."""
        return cls(folder, dataset, digest(folder))

    @property
    def name(self) -> str:
        """The data set's name."""
        return str(self.dataset.info.get("name") or self.folder.name)

    @property
    def slug(self) -> str:
        """The data set's name as a name that the registry and the shelf take."""
        return re.sub(r"[^A-Za-z0-9._-]+", "-", self.name).strip("-._")[:80] or "slotwise"


@dataclass(frozen=True)
class Made:
    """A registered version with what its run says of it."""

    version: Version
    evaluation: Mapping[str, Any]
    digest: str


@dataclass(frozen=True)
class Judgement:
    """A model that may go live, with the judgement on the one that saw the past only."""

    trained: Trained
    evaluation: Evaluation | None
    cases: Cases | None
    document: dict[str, Any]


def make(
    source: Source,
    options: TrainOptions,
    judging: EvaluationOptions | None,
    tracker: Tracker,
    name: str,
    watch: Watch = lambda what, done: None,
    processes: int | None = None,
) -> Made:
    """Train, judge, log and register; the version becomes challenger. Without `judging` nothing is held out.

    processes: how many make the examples, None for as many as there are cores; it makes no difference to the model.
    """
    with tracker.run(EXPERIMENT, f"{name} on {source.name}") as run:
        run.parameters(options.to_json() | ({"judging": vars(judging)} if judging else {}))
        run.data(source.name, source.digest, source.folder)
        found = judge(source.dataset, options, judging, watch, processes or cores())
        return keep(source, options, judging, tracker, run, name, found, watch)


def judge(
    dataset: Dataset, options: TrainOptions, judging: EvaluationOptions | None, watch: Watch, processes: int = 1
) -> Judgement:
    """Train on the past, judge on the future, and fit again on everything what can go live."""
    if judging is None:
        trained = train(dataset, options, watch, processes)
        return Judgement(trained, None, None, {"seconds": dict(trained.seconds)})
    past, cases = split(dataset, options, judging)
    early = train(past, options, watch, processes)
    clock = Stopwatch()
    with clock.of("evaluation"):
        evaluation = evaluate(early.model, cases, judging, watch, tick=options.tick)
    latency = measure(early.model, cases)
    trained = refit(early, dataset, options, watch)
    document = {**evaluation.document, "latency": latency, "seconds": {**trained.seconds, **clock.seconds}}
    return Judgement(trained, evaluation, cases, document)


def keep(
    source: Source,
    options: TrainOptions,
    judging: EvaluationOptions | None,
    tracker: Tracker,
    run: Run,
    name: str,
    found: Judgement,
    watch: Watch,
) -> Made:
    """Compare with the champion, write bundle and report, log and register them."""
    document, trained = found.document, found.trained
    document["learned"] = _learned(trained)
    champion = tracker.alias(name, CHAMPION)
    if champion is not None and judging is not None and found.evaluation is not None and found.cases is not None:
        document["champion"] = compare_with(tracker, champion, found.evaluation, found.cases, judging, watch)
    with TemporaryDirectory() as folder:
        bundle = Path(folder, "bundle")
        text = trained.ranker.text if trained.ranker else ""
        written = packing.save(trained.model, bundle, text, bundle_notes(source, options, found))
        document["bundle_bytes"] = sum(path.stat().st_size for path in bundle.rglob("*") if path.is_file())
        document["bundle_digest"] = written
        document["data"] = {"name": source.name, "digest": source.digest, "rows": len(source.dataset.interactions)}
        watch("logging to MLflow", 0.0)
        page = Path(folder, REPORT)
        page.write_text(render(name, document, options.to_json()), encoding="utf-8")
        run.file(page)
        run.document(EVALUATION, document)
        if found.evaluation is not None:
            found.evaluation.judged.save(Path(folder, FILE))
            run.file(Path(folder, FILE))
        run.metrics(numbers(document))
        tags = {"dataset": source.name, "dataset_digest": source.digest, "bundle_digest": written}
        run.tags({**tags, "labelled_by": trained.examples.labelled_by, "slotwise": installed("slotwise")})
        version = run.register(name, bundle, tags)
    return Made(version, document, written)


def bundle_notes(source: Source, options: TrainOptions, found: Judgement) -> dict[str, Any]:
    """Return what the bundle itself says of its training: nothing that differs between two equal trainings."""
    known = [name for name in ("main", "cases", "fingerprint") if name in found.document]
    judged: dict[str, Any] = {name: found.document[name] for name in known}
    if "metrics" in found.document:
        judged["metrics"] = found.document["metrics"]["model"]
    return {
        "dataset": {"name": source.name, "digest": source.digest},
        "options": options.to_json(),
        "labelled_by": found.trained.examples.labelled_by,
        "evaluation": judged,
    }


def numbers(document: Mapping[str, Any]) -> dict[str, float | None]:
    """Return the numbers of a judgement by name: the model's bare, with bounds; others under their own names."""
    found: dict[str, float | None] = {}
    for contender, metrics in document.get("metrics", {}).items():
        prefix = "" if contender == "model" else f"{contender}/"
        for name, each in metrics.items():
            found |= {f"{prefix}{name}": each["value"]}
            found |= {f"{prefix}{name}/{bound}": each[bound] for bound in ("low", "high")}
    champion = document.get("champion", {})
    for name, each in champion.get("differences", {}).items():
        found |= {f"over_champion/{name}": each["value"], f"over_champion/{name}/low": each["low"]}
    found |= {f"seconds/{name}": each for name, each in document.get("seconds", {}).items()}
    found |= {f"latency/{name}": each for name, each in document.get("latency", {}).items()}
    found["bundle_bytes"] = document.get("bundle_bytes")
    return found


def _learned(trained: Trained) -> dict[str, Any]:
    ranker, examples = trained.ranker, trained.examples
    themes = {each.name: each.theme for each in trained.features.features}
    importance = ranker.importance if ranker else {}
    biases = (ranker.position_biases if ranker else None) or {}
    return {
        "labelled_by": examples.labelled_by,
        "occasions": len(examples.ranking.groups),
        "rows": len(examples.ranking.labels),
        "wanted": int((examples.ranking.labels > 0).sum()),
        "found": examples.found,
        "trees": ranker.best_iteration if ranker else 0,
        "features": [
            {"feature": name, "theme": themes[name], "gain": gain}
            for name, gain in sorted(importance.items(), key=lambda each: -each[1])
        ],
        "position_biases": {str(slot): bias for slot, bias in biases.items()},
        "seen": trained.model.counts.seen[-1].tolist(),
        "blend": dict(zip(trained.model.generators, trained.model.blend.weights.tolist(), strict=True)),
    }
