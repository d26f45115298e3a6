"""Versions: what a command was told to evaluate, found in the registry, on disk, or by name."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from slotwise import bundle
from slotwise.errors import EvaluationError
from slotwise.model import Model
from slotwise.policies.plackett_luce import PlackettLuce
from training.dataset import Dataset
from training.options import TrainOptions
from training.replaying import open_bundle
from training.tracking import Tracker, Version

UNIFORM = "uniform"
"""Everything that the champion's rules leave open, evenly drawn: what chance alone is worth."""
_EVENLY = PlackettLuce(explore=1.0, temperature=1e12, floor=0.0)


@dataclass(frozen=True)
class Named:
    """A model to evaluate, by what it was asked for, and its registered version where it has one."""

    label: str
    model: Model
    options: TrainOptions
    version: Version | None = None

    @property
    def number(self) -> str:
        """The version as decisions name it; empty where it is not registered."""
        return self.version.version if self.version else ""


@dataclass(frozen=True)
class Opened:
    """Finds models for a data set's log: bundles are fetched into `folder`, and put under the log's configuration."""

    name: str
    tracking: str
    folder: Path
    dataset: Dataset

    def find(self, asked: str) -> Named:
        """Return the model of a bundle's folder, a version's number or an alias. Raises BundleError, RegistryError."""
        found = self._bundle(Path(asked)) if bundle_folder(asked) else self._version(asked)
        if not self.dataset.configuration:
            return found
        return replace(found, model=found.model.configured(self.dataset.configuration))

    def candidates(self, asked: Sequence[str], champion: Named | None) -> list[Named]:
        """Return every candidate; raises EvaluationError when one is named twice, or `uniform` without a champion."""
        found = [self._evenly(champion) if each == UNIFORM else self.find(each) for each in asked]
        labels = [each.label for each in found]
        if len(set(labels)) < len(labels):
            raise EvaluationError("a candidate was named twice", expected="different candidates", given=labels)
        return found

    def _bundle(self, folder: Path) -> Named:
        model, options = open_bundle(folder, self.name, folder.name)
        return Named(folder.name, model, options)

    def _version(self, asked: str) -> Named:
        tracker = Tracker(self.tracking)
        version = tracker.version(self.name, asked)
        place = self.folder / version.version
        place.mkdir(exist_ok=True)
        model, options = open_bundle(tracker.bundle(version, place), self.name, version.version)
        return Named(f"version {version.version}", model, options, version)

    def _evenly(self, champion: Named | None) -> Named:
        if champion is None:
            raise EvaluationError("what is open to `uniform` is what the champion may show", hint="--champion VERSION")
        return replace(champion, label=UNIFORM, model=replace(champion.model, policy=_EVENLY), version=None)


def bundle_folder(asked: str) -> bool:
    """Tell whether this is the folder of a bundle."""
    return (Path(asked) / bundle.MANIFEST).is_file()
