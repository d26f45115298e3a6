"""Chores: what a worker does again and again beside its answers, and how often."""

from functools import partial

from service.audiences.office import Office
from service.background import Works
from service.baking import EVERY as BAKING_EVERY
from service.baking import Baking
from service.experiments.allocating import Allocating
from service.experiments.guarding import Guarding
from service.experiments.installed import Installed as Experiments
from service.experiments.reporting import EVERY as REPORT_EVERY
from service.measuring import EVERY as MEASURE_EVERY
from service.measuring import Measuring
from service.probes.watching import EVERY as PROBES_EVERY
from service.probes.watching import Watching
from service.retention import EVERY as RETENTION_EVERY
from service.retention import Retention, kept_days
from service.reviewing import EVERY as REVIEW_EVERY
from service.reviewing import Reviewing
from service.settings import Settings
from service.shadow.watching import EVERY as SHADOW_EVERY
from service.stores.database import Database
from service.stores.pruning import Pruning
from service.stores.results import Results
from service.wiring.answers import Answers
from service.wiring.persons import Known
from service.worklists.building import Building

_ERASE_AGAIN = 60.0
"""Seconds after which an erasure that was interrupted is gone on with."""
_FORGET_STATES = 60.0
"""Seconds between two looks for states that were kept in memory for too long."""
_WORKLISTS = 300.0
"""Seconds between two looks for persons who need an agent."""


def chores(
    settings: Settings,
    database: Database,
    results: Results,
    who: Known,
    answers: Answers,
    watching: Watching,
    baking: Baking,
    building: Building,
    experiments: Experiments,
    guarding: Guarding,
    audiences: Office,
) -> Works:
    """Return them by name: the seconds between, and the work. What is set to 0 seconds is not among them."""
    folder, hours = settings.data_dir, settings.review_hours
    retention = Retention(Pruning(database), kept_days(settings), folder / "retention.lock")
    allocating = Allocating(experiments.conducting, experiments.reporting, folder / "bandits.lock")
    works: Works = {
        "variants": (settings.watch_seconds, answers.variants.tick),
        "shadow": (SHADOW_EVERY, answers.shadow.tick),
        "erasures": (_ERASE_AGAIN, who.erasing.resume),
        "states": (_FORGET_STATES, who.states.forget),
        "retention": (RETENTION_EVERY, retention.tick),
        "probes": (PROBES_EVERY, watching.tick),
        "baking": (BAKING_EVERY, baking.tick),
        "measures": (MEASURE_EVERY, Measuring(results, hours, folder).tick),
        "review": (REVIEW_EVERY, Reviewing(results, hours, folder).tick),
        "worklists": (_WORKLISTS, building.tick),
        "experiments": (REPORT_EVERY, experiments.reporting.tick),
        "bandits": (REPORT_EVERY, allocating.tick),
        "guardrails": (settings.guard_seconds, guarding.tick),
        "population": (settings.population_seconds, partial(audiences.renewing.tick, settings.population_seconds)),
    }
    return {name: (seconds, work) for name, (seconds, work) in works.items() if seconds}
