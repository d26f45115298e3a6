"""Keeping: the models that running experiments need, made when configuration or shelf change, never in a request."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from service.in_effect import InEffect
from service.log import logger
from service.models import Models, Serving
from service.variants.beside import Beside
from service.variants.bundles import Bundles
from service.variants.making import brought_up, made
from service.variants.prepared import Prepared
from service.variants.recipes import Recipe, combinations, served
from service.variants.ways import ways
from service.world import World
from slotwise.documents.experiments import Experiment
from slotwise.documents.holdouts import Holdout
from slotwise.documents.shadows import Shadow
from slotwise.experiments.assignment import Plan
from slotwise.model import Model

_APART = {Experiment.name, Holdout.name, Shadow.name}
"""Documents that change no model."""
_log = logger("variants")


@dataclass
class Variants:
    """What experiments need on one worker. `prepared` is what requests read; it is swapped as a whole."""

    models: Models
    world: Callable[[Beside], World]
    clock: Callable[[], float] = time.time
    prepared: Prepared = field(default_factory=Prepared)
    broken: dict[Recipe, str] = field(default_factory=dict)
    """What could not be made of a bundle that is there, and why."""
    _made: dict[Recipe, Serving] = field(default_factory=dict, repr=False)
    _ground: tuple[Model, dict[str, str]] | None = field(default=None, repr=False)
    _lock: threading.RLock = field(default_factory=threading.RLock, repr=False)

    def __post_init__(self) -> None:
        self.bundles = Bundles(self.models, self.world, self.refreshed, self.clock)

    def renew(self, live: Serving | None = None) -> None:
        """Prepare everything for what is live and in effect now; raises nothing, the last good preparation stays."""
        with self._lock:
            try:
                self._renew()
            except Exception as error:
                _log.error("experiments not prepared", error=f"{type(error).__name__}: {error}")

    def refreshed(self, base: Serving) -> None:
        """Bring the models of a bundle, the champion's or one beside it, to the live world that it has now."""
        with self._lock:
            mine = [recipe for recipe in self._made if self._base(recipe) is base]
            for recipe in mine:
                self._made[recipe] = brought_up(self._made[recipe], base) if recipe.patches else base
            if mine:
                self.renew()

    def tick(self) -> None:
        """Load what waits, and bring the counts of the bundles beside the champion up to date."""
        if self.bundles.try_again():
            self.renew()
        while self.bundles.load_next():
            self.renew()
        self.bundles.refresh()

    def _renew(self) -> None:
        champion = self.models.current
        if champion is None:
            return
        in_effect = self.models.in_effect or InEffect(0, champion.model.configuration)
        experiments = in_effect.configuration.of(Experiment)
        phases = served(experiments, int(self.clock() * 1_000))
        self.bundles.look_at(phases)
        self._stand_on(champion, in_effect)
        # An experiment begins on this worker once its bundles are here.
        waits = {each.experiment for each in phases if self.bundles.wait_for(each)}
        here = tuple(each for each in phases if each.experiment not in waits)
        keys, left_out = combinations(here)
        used: dict[Recipe, Serving] = {}
        found = ways(keys, here, lambda recipe: self._find(recipe, in_effect, used))
        live = [each for each in experiments if each.experiment not in waits]
        plan = Plan.of(live, in_effect.configuration.of(Holdout))
        self._made = used
        self.prepared = Prepared(plan, here, frozenset(left_out), found)

    def _stand_on(self, champion: Serving, in_effect: InEffect) -> None:
        """Forget what was made of another champion, or under other documents; what they are alike in stays."""
        trained, digests = champion.trained or champion.model, in_effect.configuration.digests
        documents = {kind: each for kind, each in digests.items() if kind not in _APART}
        if self._ground is None or self._ground[0] is not trained or self._ground[1] != documents:
            self._ground = trained, documents
            self._made, self.broken = {}, {}
            self.bundles.configure(in_effect)

    def _find(self, recipe: Recipe, in_effect: InEffect, used: dict[Recipe, Serving]) -> Serving | None:
        """Return the model of a recipe, made when it is asked for first; None where it cannot be made."""
        found = used.get(recipe) or self._made.get(recipe) or self._make(recipe, in_effect)
        if found is not None:
            used[recipe] = (
                found if found.revision == in_effect.revision else replace(found, revision=in_effect.revision)
            )
        return used.get(recipe)

    def _make(self, recipe: Recipe, in_effect: InEffect) -> Serving | None:
        base = self._base(recipe)
        if base is None or not recipe.patches or recipe in self.broken:
            return None if recipe in self.broken else base
        try:
            return made(base, in_effect, recipe.patches)
        except Exception as error:
            # Whatever it is that a patch does to a model, control goes on answering.
            self.broken[recipe] = str(error) or type(error).__name__
            _log.error("variant cannot be made", detail=self.broken[recipe])
            return None

    def _base(self, recipe: Recipe) -> Serving | None:
        """Return the bundle of a recipe: the champion's, or one beside it if it is in use."""
        return self.models.current if recipe.pinned is None else self.bundles.serving(recipe.pinned)
