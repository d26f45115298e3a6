"""Replayed worlds: what the product counts of a worker were at one of its refreshes, folded anew from the log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from service.configuration.history import History
from service.live_fold import LiveFold
from service.stores.events import Events
from service.stores.refreshes import Refresh, Refreshes
from service.variants.making import with_patches
from service.variants.recipes import Key, Step, patches_of
from slotwise import packing
from slotwise.documents.experiments import Experiment
from slotwise.errors import SlotwiseError
from slotwise.events import Event
from slotwise.live import Live
from slotwise.model import Model


class GoneError(Exception):
    """Something that would be needed is no longer there; says what."""


@dataclass
class ReplayedWorlds:
    """Worlds of the bundles on a shelf. Of each worker only the last one is kept: ask in the order of its numbers."""

    shelf: Path
    events: Events
    refreshes: Refreshes
    history: History | None = None
    """Where revisions of the configuration are; without it only decisions of the bundles' own can be made again."""
    _models: dict[tuple[str, str, int], Model] = field(default_factory=dict)
    _variants: dict[tuple[str, str, int, Key], Model] = field(default_factory=dict)
    _folds: dict[str, "_Fold"] = field(default_factory=dict)

    def model(self, name: str, version: str, folder: str, revision: int = 0) -> Model:
        """Return a bundle's model with a revision of the configuration, 0 for its own; raises GoneError."""
        key = name, folder, revision
        if key not in self._models:
            self._models[key] = (
                self._configured(self.model(name, version, folder), revision)
                if revision
                else self._loaded(name, version, folder)
            )
        return self._models[key]

    def variant(self, part: Mapping[str, Any]) -> Model:
        """Return the model of a part of a decision under experiments, as its record tells; raises GoneError."""
        told, revision = part["model"], part["configuration_revision"] or 0
        model = self.model(told["name"], told["version"], told["folder"], revision)
        key = tuple(Step(*each) for each in part["variants"])
        if not key:
            return model
        if self.history is None:
            raise GoneError("its revision of the configuration is not at hand")
        known = told["name"], told["folder"], revision, key
        if known not in self._variants:
            try:
                configuration = self.history.at(revision).configuration
                patches = [orjson.dumps(each) for each in patches_of(configuration.of(Experiment), key)]
                made = model.configured(with_patches(configuration, patches)) if patches else model
            except (SlotwiseError, LookupError) as error:
                raise GoneError("its variant cannot be made any more") from error
            self._variants[known] = made
        return self._variants[known]

    def _loaded(self, name: str, version: str, folder: str) -> Model:
        try:
            return packing.load(self.shelf / name / folder, name, version)
        except (SlotwiseError, OSError) as error:
            raise GoneError("the bundle is not on the shelf any more") from error

    def _configured(self, model: Model, revision: int) -> Model:
        if self.history is None:
            raise GoneError("its revision of the configuration is not at hand")
        try:
            return model.configured(self.history.at(revision).configuration)
        except SlotwiseError as error:
            raise GoneError("its revision of the configuration cannot be read any more") from error

    def live(self, model: Model, told: dict[str, Any]) -> Live:
        """Return the live world that a record tells of, `at`, `boot` and `number`; raises GoneError."""
        if told["boot"] is None:
            return model.live(model.counts, model.trail, told["at"])
        refreshes = self.refreshes.leading_to(told["boot"], told["number"])
        if not refreshes or refreshes[0].after_seq or refreshes[-1].number != told["number"]:
            raise GoneError("its refresh is not in the log")
        kept = self._folds.get(told["boot"])
        if kept is None or kept.world != refreshes[0].world or kept.number > told["number"]:
            kept = self._folds[told["boot"]] = _Fold(refreshes[0].world, LiveFold(model))
        # Counts are the same whatever the configuration; the model that reads them is not.
        kept.fold.model = model
        for each in refreshes:
            if each.number > kept.number:
                kept.fold.take_in(self._events(model, each))
                kept.number = each.number
        return kept.fold.live(refreshes[-1].at)

    def _events(self, model: Model, refresh: Refresh) -> Sequence[Event]:
        if not refresh.events:
            return ()
        found = self.events.since(refresh.after_seq, model.as_of, refresh.events)
        if len(found) != refresh.events or found[-1].seq != refresh.last_seq:
            raise GoneError("events that were counted are not in the log any more")
        return [each.event for each in found]


@dataclass
class _Fold:
    """A worker's world, folded up to a refresh."""

    world: int
    fold: LiveFold
    number: int = 0
