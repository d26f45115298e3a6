"""The office of audiences: all that commands and callers may ask and do, of the population with the live model."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from service.audiences.giving import Giving
from service.audiences.outcomes import Outcomes
from service.audiences.questions import Questions
from service.models import Models, Serving
from service.population.columns import Asking
from service.population.renewing import Renewing
from service.population.store import Opened
from slotwise.errors import PopulationError


@dataclass(frozen=True)
class Office:
    """Asks and gives out. `wall` gives seconds UTC."""

    models: Models
    opened: Opened
    renewing: Renewing
    giving: Giving
    outcomes: Outcomes
    wall: Callable[[], float] = time.time

    @property
    def serving(self) -> Serving:
        """The model that is live; raise PopulationError without one: conditions are about its catalogue."""
        serving = self.models.current
        if serving is None:
            raise PopulationError("no model is live, so nothing is known of products", hint="slotwise promote")
        return serving

    @property
    def revision(self) -> int:
        """The revision of the configuration in effect, 0 for the one that the model brought along."""
        return self.serving.revision

    def now(self) -> int:
        """Return the moment of questions, ms UTC: that of decisions, also where time stands at the end of the log."""
        return self.serving.now(int(self.wall() * 1_000), None)

    def questions(self) -> Questions:
        """Return what can be asked as of now, of the population as it was written last; raise PopulationError."""
        serving = self.serving
        asking = Asking(serving.model.catalog, self.now(), serving.model.plan)
        return Questions(self.opened.get(), asking)

    def fresh(self) -> Questions:
        """Return the same, with the population brought up to date first; raise PopulationError."""
        self.renewing.run()
        return self.questions()
