"""Whole: the service once it is put together."""

from dataclasses import dataclass

from service.answering import Answering
from service.audiences.office import Office
from service.background import Background
from service.baking import Baking
from service.configuration.installed import Installed
from service.erasing import Erasing
from service.experiments.guarding import Guarding
from service.experiments.installed import Installed as Experiments
from service.ingest import Ingest
from service.keyring import Keyring
from service.keys_signed import Signatures
from service.log import logger
from service.measured import Measured
from service.metrics import Metrics
from service.models import Models
from service.people import People
from service.person_exports import PersonExports
from service.persons import Persons
from service.probes.watching import Watching
from service.sessions import Sessions
from service.settings import Settings
from service.shadow.watching import Watching as Shadowing
from service.stores.database import Database
from service.stores.decisions import Decisions
from service.stores.events import Events
from service.stores.identities import Identities
from service.stores.rejected import Rejected
from service.stores.results import Results
from service.stores.states import States
from service.variants.keeping import Variants
from service.worklists.building import Building
from service.worklists.desk import Desk
from service.worklists.reporting import Reporting
from slotwise.errors import StoreError


@dataclass(frozen=True)
class Service:
    """Everything that answers requests, ready to be forked."""

    settings: Settings
    database: Database
    states: States
    identities: Identities
    decisions: Decisions
    events: Events
    rejected: Rejected
    results: Results
    measured: Measured
    watching: Watching
    baking: Baking
    models: Models
    people: People
    persons: Persons
    exports: PersonExports
    erasing: Erasing
    metrics: Metrics
    answering: Answering
    ingest: Ingest
    background: Background
    variants: Variants
    shadow: Shadowing
    keyring: Keyring
    signatures: Signatures
    sessions: Sessions
    configuration: Installed
    experiments: Experiments
    guarding: Guarding
    audiences: Office
    desk: Desk
    building: Building
    staircase_report: Reporting

    def open(self) -> None:
        """Make the tables and load the model; what fails is told by the health check, and the service answers."""
        try:
            self.database.prepare()
        except StoreError as error:
            logger("wiring").error("store not ready", detail=error.detail)
        self.keyring.refresh()
        self.configuration.following.begin()
        self.models.load_first()
        # Before the fork, so that all workers share what experiments need; what fails is told by the health check.
        self.variants.tick()
        # Connections must not cross a fork.
        self.database.close()
