"""Starting: an experiment begins when its effect can be reached, and what was planned is kept with its phase."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.experiments import planning
from service.experiments.conducting import By, Conducting, Done
from service.stores.experiment_plans import ExperimentPlans
from slotwise.errors import SlotwiseError


@dataclass(frozen=True)
class Starting:
    """Begins experiments of an installation."""

    conducting: Conducting
    plans: ExperimentPlans
    data_dir: Path

    def start(
        self, name: str, by: By, share: float | None = None, planned_share: float | None = None, override: bool = False
    ) -> Done:
        """Begin the first phase with `share` of the layer, the document's by default; raises as `Conducting.start`.

        Raises ExperimentError too when the effect cannot be reached in the planned days with `planned_share` of the
        layer (where it is to be ramped to; by default the share of the start), unless `override` says to go on.
        """
        experiment = self.conducting.get(name)
        found, warnings = None, list[str]()
        if experiment.status == "draft":
            try:
                found = planning.plan(self.data_dir, experiment.to_json(), planned_share or share)
            except SlotwiseError as error:
                # An installation without a log has nothing to plan from, and must be able to begin.
                warnings.append(f"whether the effect can be reached is not known: {error.detail}")
        if found is not None and not override:
            planning.refuse_hopeless(experiment, found)
        done = self.conducting.start(name, by, share)
        self._keep(done, found)
        return done._replace(warnings=(*warnings, *done.warnings))

    def _keep(self, done: Done, found: dict[str, Any] | None) -> None:
        phase = done.experiment.phase if done.experiment else None
        if found is not None and phase is not None:
            self.plans.keep(str(done.experiment and done.experiment.id), phase.number, found, phase.began_at)
