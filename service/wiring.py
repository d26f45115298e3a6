"""Wiring: the only file that names concrete classes and puts the service together."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from service.admission import Admission
from service.answering import Answering
from service.audiences.installed import office, population_folder
from service.audiences.office import Office
from service.background import Background
from service.baking import EVERY as BAKING_EVERY
from service.baking import Baking
from service.completing import Completing
from service.configuration.installed import Installed, installed
from service.decision_ids import Seeds
from service.decision_log import DecisionLog
from service.erasing import Erasing
from service.experiments.allocating import Allocating
from service.experiments.guarding import Guarding
from service.experiments.installed import Installed as Experiments
from service.experiments.installed import installed as experiments_of
from service.experiments.reporting import EVERY as REPORT_EVERY
from service.exported import Exported
from service.ingest import Ingest, Limits
from service.keyring import Keyring
from service.keys_copy import KeysCopy
from service.keys_sealed import Sealer
from service.keys_signed import Signatures
from service.link_watch import LinkWatch
from service.log import logger
from service.measured import Measured
from service.measuring import EVERY as MEASURE_EVERY
from service.measuring import Measuring
from service.metrics import Metrics
from service.models import Models
from service.namespaces import DEFAULT, Namespaces
from service.pace import Pace
from service.people import People
from service.person_exports import PersonExports
from service.persons import Persons
from service.population.erasing import erase
from service.probes.telling import Telling
from service.probes.watching import EVERY as PROBES_EVERY
from service.probes.watching import Watching
from service.proofs import Proofs
from service.proving import Proving
from service.repeats import Repeats
from service.retention import EVERY, Retention, kept_days
from service.reviewing import EVERY as REVIEW_EVERY
from service.reviewing import Reviewing
from service.safety import Safety
from service.secret import find_secret
from service.sending import Sending
from service.sessions import Sessions
from service.settings import Settings
from service.shadow.feeding import Feeding
from service.shadow.watching import EVERY as SHADOW_EVERY
from service.shadow.watching import Watching as Shadowing
from service.stores.alarms import Alarms
from service.stores.buyers import Buyers
from service.stores.copies import Copies
from service.stores.database import Database
from service.stores.decisions import Decisions
from service.stores.erasures import Erasures
from service.stores.events import Events
from service.stores.identities import Identities
from service.stores.keys import Keys
from service.stores.latest import Latest
from service.stores.leavers import Leavers
from service.stores.links import Links
from service.stores.merges import Merges
from service.stores.nonces import Nonces
from service.stores.probe_alarms import ProbeAlarms
from service.stores.pruning import Pruning
from service.stores.redis import Redis
from service.stores.refreshes import Refreshes
from service.stores.rejected import Rejected
from service.stores.results import Results
from service.stores.states import States
from service.stores.tasks import Tasks
from service.stores.tombstones import Tombstones
from service.tokens import Signer
from service.variants.beside import Beside
from service.variants.keeping import Variants
from service.webhooks import Webhooks
from service.worklists.building import Building
from service.worklists.desk import Desk
from service.worklists.leaving import Leaving
from service.worklists.recording import Recording
from service.worklists.reporting import Reporting
from service.world import World
from service.writing import Writer
from slotwise.errors import StoreError

_ERASE_AGAIN = 60.0
"""Seconds after which an erasure that was interrupted is gone on with."""
_FORGET_STATES = 60.0
"""Seconds between two looks for states that were kept in memory for too long."""
_WORKLISTS = 300.0
"""Seconds between two looks for persons who need an agent."""


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


def wire(settings: Settings) -> Service:
    """Put the service together; opens nothing and starts nothing."""
    secret, metrics = find_secret(settings), Metrics()
    database = Database(settings.database_url, settings.durability)
    copies = Copies(database, Redis(settings.states)) if settings.states else None
    tombstones = Tombstones(database, secret)
    states, identities = States(database, copies), Identities(database)
    decisions = Decisions(database, tombstones.erased)
    namespaces = Namespaces.read(settings.identities) if settings.identities else DEFAULT
    merges, alarms = Merges(database, states), Alarms(database)
    links = Links(namespaces, merges, alarms, LinkWatch(metrics))
    events = Events(database, states, Admission(namespaces, links, tombstones))
    signer, proofs = Signer(secret), Proofs(secret)
    people = People(namespaces, states, proofs, metrics)
    persons = Persons(
        database=database,
        namespaces=namespaces,
        identities=identities,
        states=states,
        events=events,
        latest=Latest(database),
        merges=merges,
        links=links,
        alarms=alarms,
        tombstones=tombstones,
        proofs=proofs,
        proof_seconds=settings.proof_minutes * 60,
    )
    erasing = Erasing(
        Erasures(database, tombstones, states),
        tombstones,
        Exported(settings.data_dir),
        columns=partial(erase, population_folder(settings)),
    )
    proving = Proving(settings.data_dir, settings.probe_seconds)
    models = Models(settings.shelf_dir, settings.model, settings.alias, proving, metrics)
    safety = Safety(settings.data_dir)
    models.on_live.append(safety.keep)
    safety.read()
    log = DecisionLog(
        decisions, metrics, settings.log_megabytes << 20, settings.repeat_seconds * 1_000, settings.log_considered
    )
    world = World(models, events, metrics, settings.refresh_events, settings.refresh_idle_seconds, Refreshes(database))
    variants = Variants(models, partial(_beside, settings, events, metrics, Refreshes(database)))
    models.on_live.append(variants.renew)
    models.on_refresh.append(variants.refreshed)
    feeding = Feeding(settings.data_dir)
    log.on_made = feeding.offer
    shadow = Shadowing(settings, models, feeding)
    retention = Retention(Pruning(database), kept_days(settings), settings.data_dir / "retention.lock")
    ingest = Ingest(
        events,
        people,
        Completing(models, signer, metrics.unknown_fields.inc),
        metrics,
        Limits(settings.max_event_bytes, settings.max_event_days),
    )
    configuration = installed(settings.data_dir, database, models, states, metrics)
    experiments = experiments_of(settings, database, configuration.history, configuration.changing)
    audiences = office(settings, database, models, states)
    tasks, recording = Tasks(database), Recording(ingest)
    leaving = Leaving(Leavers(database), identities, audiences.opened)
    desk = Desk(models, identities, states, tasks, recording)
    building = Building(models, leaving, states, tasks, recording, settings.data_dir / "worklists.lock")
    nonces, results = Nonces(database), Results(database)
    webhooks = Webhooks(secret, settings.webhooks_anywhere)
    telling = Telling(webhooks)
    guarding = Guarding(
        database, experiments.conducting, experiments.looks, Sending(webhooks), settings.data_dir / "guards.lock"
    )
    allocating = Allocating(experiments.conducting, experiments.reporting, settings.data_dir / "bandits.lock")
    watching = Watching(database, models, ProbeAlarms(database), results, telling, settings.data_dir / "probes.lock")
    baking = Baking(models.shelf, watching.metering, settings.data_dir / "baking.lock")
    keyring = Keyring(Keys(database), nonces, Sealer(secret), copy=KeysCopy(settings.data_dir / "keyring.json"))
    return Service(
        settings=settings,
        database=database,
        states=states,
        identities=identities,
        decisions=decisions,
        events=events,
        rejected=Rejected(database),
        results=results,
        measured=Measured(results, watching.alarms, watching.configuration),
        watching=watching,
        baking=baking,
        models=models,
        people=people,
        persons=persons,
        exports=PersonExports(persons, decisions),
        erasing=erasing,
        metrics=metrics,
        answering=Answering(
            settings=settings,
            models=models,
            people=people,
            repeats=Repeats(decisions, settings.repeat_seconds, settings.repeat_entries),
            log=log,
            safety=safety,
            writer=Writer(settings, signer),
            seeds=Seeds(secret),
            metrics=metrics,
            pace=Pace(),
            variants=variants,
        ),
        ingest=ingest,
        background=Background(
            models,
            world,
            log,
            settings.watch_seconds,
            settings.refresh_seconds,
            looks={
                "keys": (settings.keys_seconds, keyring.tick),
                "configuration": (settings.configuration_seconds, configuration.following.tick),
            },
            chores={
                "variants": (settings.watch_seconds, variants.tick),
                "shadow": (SHADOW_EVERY, shadow.tick),
                "erasures": (_ERASE_AGAIN, erasing.resume),
                "states": (_FORGET_STATES, states.forget),
                "retention": (EVERY, retention.tick),
                "probes": (PROBES_EVERY, watching.tick),
                "baking": (BAKING_EVERY, baking.tick),
                "measures": (MEASURE_EVERY, Measuring(results, settings.review_hours, settings.data_dir).tick),
                "review": (REVIEW_EVERY, Reviewing(results, settings.review_hours, settings.data_dir).tick),
                "worklists": (_WORKLISTS, building.tick),
                "experiments": (REPORT_EVERY, experiments.reporting.tick),
                "bandits": (REPORT_EVERY, allocating.tick),
                **_guarded(settings, guarding),
                **_renewed(settings, audiences),
            },
        ),
        variants=variants,
        shadow=shadow,
        keyring=keyring,
        signatures=Signatures(keyring, nonces),
        sessions=Sessions(secret),
        configuration=configuration,
        experiments=experiments,
        guarding=guarding,
        audiences=audiences,
        desk=desk,
        building=building,
        staircase_report=Reporting(desk, tasks, Buyers(database)),
    )


def _beside(settings: Settings, events: Events, metrics: Metrics, refreshes: Refreshes, bundle: Beside) -> World:
    """The refresher of a bundle that is live beside the champion."""
    return World(bundle, events, metrics, settings.refresh_events, settings.refresh_idle_seconds, refreshes)


def _guarded(settings: Settings, guarding: Guarding) -> dict[str, tuple[float, Callable[[], object]]]:
    """The chore that watches the guardrails of experiments, where it is wanted."""
    return {"guardrails": (settings.guard_seconds, guarding.tick)} if settings.guard_seconds else {}


def _renewed(settings: Settings, audiences: Office) -> dict[str, tuple[float, Callable[[], object]]]:
    """The chore that brings the columns of all persons up to date, where it is wanted."""
    seconds = settings.population_seconds
    return {"population": (seconds, partial(audiences.renewing.tick, seconds))} if seconds else {}
