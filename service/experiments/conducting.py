"""Conducting: what people and chores do to an experiment, each act a revision of the configuration.

An act is computed of the document in effect (slotwise/experiments/life.py) and written under that very revision; when
somebody else changed the configuration in between, it is computed again, unless the caller named what it was made of.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from service.configuration.changing import Changing, Checked
from service.configuration.edits import Edit, entry_deleted, entry_patched, entry_put
from service.configuration.history import History
from service.experiments.pinning import Pinning
from service.experiments.tags import refuse_other
from service.stores.revisions import Revision
from slotwise.conditions import Condition
from slotwise.configuration import Configuration
from slotwise.configuration.patching import merged
from slotwise.documents import pointer
from slotwise.documents.audiences import Audience
from slotwise.documents.experiments import Experiment
from slotwise.errors import RevisionConflictError, UnknownExperimentError
from slotwise.experiments import life

KIND = Experiment.name
LIVED = ("status", "phases")
"""What acts alone write."""
_TRIES = 5


class By(NamedTuple):
    """Who does something and why; `parent` the revision and `tag` the state of the experiment that it was made of."""

    author: str
    reason: str
    parent: int | None = None
    tag: str | None = None


class Done(NamedTuple):
    """An experiment after an act (None: it was taken away), and the revision of it; None where nothing changed."""

    experiment: Experiment | None
    revision: Revision | None
    warnings: tuple[str, ...] = ()


class Ground(NamedTuple):
    """What an act is computed of beside the experiment itself: the moment (ms UTC), and what is in effect."""

    now: int
    configuration: Configuration

    @property
    def all(self) -> tuple[Experiment, ...]:
        """All experiments; the acts leave out the one that they are about."""
        return self.configuration.of(Experiment)

    def when(self, experiment: Experiment) -> Condition | None:
        """Return the condition of an experiment's audience; None where it is for everybody, or there is none."""
        found = self.configuration.get(Audience, experiment.audience) if experiment.audience else None
        return None if found is None else found.when


Act = Callable[[Experiment, Ground], Experiment]


@dataclass(frozen=True)
class Conducting:
    """Reads and changes experiments. `clock` is seconds UTC."""

    history: History
    changing: Changing
    pinning: Pinning
    clock: Callable[[], float] = time.time

    def all(self) -> tuple[Experiment, ...]:
        """Return all experiments in effect, in the order written; raise StoreError."""
        return self.history.salvaged()[0].configuration.of(Experiment)

    def get(self, name: str) -> Experiment:
        """Return an experiment; raise UnknownExperimentError, StoreError."""
        return find(self.history.salvaged()[0].configuration, name)

    def create(self, written: dict[str, Any], by: By) -> Done:
        """Write a new experiment, a draft. Raises ConfigurationError, RevisionConflictError when there is one."""
        name = str(written.get(Experiment.key, ""))
        return self._apply(name, entry_put(KIND, name, written), by._replace(tag=""))

    def put(self, name: str, written: dict[str, Any], by: By) -> Done:
        """Write another document, or a new one; what acts wrote (status, phases) stays where it is not written.

        Raises ConfigurationError for what may not change while it runs.
        """

        def edit(before: Configuration) -> Mapping[str, Any]:
            found = before.get(Experiment, name)
            lived = {} if found is None else {each: found.to_json().get(each) for each in LIVED}
            return entry_put(KIND, name, {**{key: it for key, it in lived.items() if it is not None}, **written})(
                before
            )

        return self._apply(name, edit, by)

    def patch(self, name: str, patch: dict[str, Any], by: By) -> Done:
        """Change some fields as a JSON merge patch; raises as `put` and UnknownDocumentError."""
        return self._apply(name, entry_patched(KIND, name, patch), by)

    def delete(self, name: str, by: By) -> Done:
        """Take a draft away; what was started is archived instead, and stays."""
        return self._apply(name, entry_deleted(KIND, name), by)

    def start(self, name: str, by: By, share: float | None = None) -> Done:
        """Begin the first phase; raises ExperimentError where a model is missing or buckets are not free."""
        return self._act(
            name, by, lambda it, on: life.start(it, on.now, self.pinning.pin(it), on.all, on.when(it), share)
        )

    def ramp(self, name: str, share: float, by: By) -> Done:
        """Own a larger share of the layer."""
        return self._act(name, by, lambda it, on: life.ramp(it, on.now, share, on.all))

    def pause(self, name: str, by: By, variant: str | None = None) -> Done:
        """Answer the units of a variant as control's, or with None everybody's as if there were no experiment."""
        return self._act(name, by, lambda it, on: life.pause(it, on.now, variant, by.reason))

    def resume(self, name: str, by: By, variant: str | None = None) -> Done:
        """End a pause."""
        return self._act(name, by, lambda it, on: life.resume(it, on.now, variant))

    def stop(self, name: str, by: By) -> Done:
        """End the experiment; its models may go from the shelf."""
        done = self._act(name, by, lambda it, on: life.stop(it, on.now))
        self.pinning.release(self.all())
        return done

    def archive(self, name: str, by: By) -> Done:
        """Put away what is stopped, or a draft that nobody will start."""
        return self._act(name, by, lambda it, on: life.archive(it, on.now))

    def rephase(self, name: str, wanted: dict[str, Any], by: By, share: float | None = None) -> Done:
        """End the phase and begin another, in which what `wanted` says (a merge patch) is compared."""

        def act(it: Experiment, on: Ground) -> Experiment:
            document = {KIND: [merged(it.to_json(), wanted)]}
            edited = Configuration.load(document).of(Experiment)[0]
            return life.rephase(it, edited, on.now, self.pinning.pin(edited), on.all, on.when(edited), share)

        done = self._act(name, by, act)
        self.pinning.release(self.all())
        return done

    def allocate(self, name: str, weights: list[float], by: By) -> Done:
        """Begin the next batch of a bandit."""
        return self._act(name, by, lambda it, on: life.allocate(it, on.now, weights))

    def _act(self, name: str, by: By, act: Act) -> Done:
        def edit(before: Configuration) -> Mapping[str, Any]:
            after = act(find(before, name), Ground(int(self.clock() * 1_000), before))
            return entry_put(KIND, name, after.to_json())(before)

        return self._apply(name, edit, by)

    def _apply(self, name: str, edit: Edit, by: By) -> Done:
        def checked_first(before: Configuration) -> Any:
            refuse_other(before.get(Experiment, name), by.tag, name)
            return edit(before)

        for tries in range(_TRIES):
            try:
                # What persons would see is tried for changes of documents; an experiment changes nobody's document.
                checked = self.changing.check(checked_first, by.parent, dry=False)
                checked.refuse()
                made = self.changing.make(checked, by.author, by.reason)
            except RevisionConflictError:
                if by.parent is not None or tries == _TRIES - 1:
                    raise
                continue
            return Done(checked.configuration.get(Experiment, name), made, _warnings(checked, name))
        raise AssertionError("unreachable")


def _warnings(checked: Checked, name: str) -> tuple[str, ...]:
    """What is said of this experiment, and of nothing else that stands in the configuration."""
    places = list(checked.configuration.entries.get(KIND, {}))
    if name not in places:
        return ()
    at = pointer(KIND, places.index(name))
    return tuple(each.detail for each in checked.problems if each.warning and f"{each.pointer}/".startswith(f"{at}/"))


def find(configuration: Configuration, name: str) -> Experiment:
    """Return an experiment of a configuration; raise UnknownExperimentError."""
    found = configuration.get(Experiment, name)
    if found is None:
        known = [each.id for each in configuration.of(Experiment)]
        raise UnknownExperimentError(f"there is no experiment {name!r}", expected=known, given=name)
    return found
