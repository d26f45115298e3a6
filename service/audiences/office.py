"""The office of audiences: all that commands and callers may ask and do, of the population with the live model."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from service.audiences.best import SAMPLE, BestPersons, Ranking
from service.audiences.giving import Giving
from service.audiences.outcomes import Outcomes
from service.audiences.questions import Questions
from service.models import Models, Serving
from service.population.columns import Asking
from service.population.renewing import Renewing
from service.population.store import Opened
from slotwise.conditions import Condition
from slotwise.documents.audiences import Audience, Contact
from slotwise.errors import PopulationError
from slotwise.reverse import Reverse


@dataclass(frozen=True)
class AskedBest:
    """What is asked of the best persons for a product: those of an audience, or all; `sample` are scored at most."""

    product: str
    audience: str | None = None
    touchpoint: str | None = None
    sample: int = SAMPLE
    holdout: float | None = None
    contact: Contact | None = None

    def audience_of(self, questions: Questions) -> Audience:
        """Return the audience with what was asked for instead of its own; raise UnknownAudienceError."""
        if self.audience is None:
            found = Audience(audience="everybody", when=Condition.of("true"), salt=f"product {self.product}"[:128])
        else:
            found = questions.audience(self.audience)
        changed: dict[str, Any] = {} if self.holdout is None else {"holdout": self.holdout}
        changed |= {} if self.contact is None else {"contact": self.contact}
        return found.model_copy(update={"products": [self.product], **changed})


@dataclass(frozen=True)
class Office:
    """Asks and gives out. `wall` gives seconds UTC."""

    models: Models
    opened: Opened
    renewing: Renewing
    giving: Giving
    outcomes: Outcomes
    best: BestPersons
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

    def now(self, newest: int | None = None) -> int:
        """Return the moment of questions, ms UTC: that of decisions, also where time stands at the end of the log.

        It is never before what the population did last, `newest` (ms UTC).
        """
        return self.serving.now(int(self.wall() * 1_000), newest)

    def questions(self) -> Questions:
        """Return what can be asked as of now, of the population as it was written last; raise PopulationError."""
        serving, population = self.serving, self.opened.get()
        asking = Asking(serving.model.catalog, self.now(population.newest), serving.model.plan)
        return Questions(population, asking)

    def rank(self, asked: AskedBest, stale: bool = False) -> tuple[Ranking, Audience, Questions]:
        """Return the best persons for a product, and with what audience they were asked for.

        Raises PopulationError, UnknownAudienceError, UnknownProductError, UnknownTouchpointError, AudienceError.
        """
        serving, questions = self.serving, self.questions() if stale else self.fresh()
        reverse = Reverse.of(serving.model, serving.live, asked.product, questions.asking.now, asked.touchpoint)
        audience = asked.audience_of(questions)
        return self.best.rank(questions, serving, reverse, audience, asked.sample), audience, questions

    def fresh(self) -> Questions:
        """Return the same, with the population brought up to date first; raise PopulationError."""
        self.renewing.run()
        return self.questions()
