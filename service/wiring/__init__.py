"""Wiring: the only room that names concrete classes and puts the service together."""

from service.audiences.installed import office
from service.background import Background
from service.baking import Baking
from service.completing import Completing
from service.configuration.installed import installed
from service.experiments.guarding import Guarding
from service.experiments.installed import installed as experiments_of
from service.ingest import Ingest, Limits
from service.keyring import Keyring
from service.keys_copy import KeysCopy
from service.keys_sealed import Sealer
from service.keys_signed import Signatures
from service.measured import Measured
from service.metrics import Metrics
from service.person_exports import PersonExports
from service.probes.telling import Telling
from service.probes.watching import Watching
from service.secret import find_secret
from service.sending import Sending
from service.sessions import Sessions
from service.settings import Settings
from service.stores.buyers import Buyers
from service.stores.database import Database
from service.stores.decisions import Decisions
from service.stores.keys import Keys
from service.stores.leavers import Leavers
from service.stores.nonces import Nonces
from service.stores.probe_alarms import ProbeAlarms
from service.stores.rejected import Rejected
from service.stores.results import Results
from service.stores.tasks import Tasks
from service.tokens import Signer
from service.webhooks import Webhooks
from service.wiring.answers import answers
from service.wiring.chores import chores
from service.wiring.persons import known
from service.wiring.whole import Service
from service.worklists.building import Building
from service.worklists.desk import Desk
from service.worklists.leaving import Leaving
from service.worklists.recording import Recording
from service.worklists.reporting import Reporting

__all__ = ["Service", "wire"]


def wire(settings: Settings) -> Service:
    """Put the service together; opens nothing and starts nothing."""
    secret, metrics, folder = find_secret(settings), Metrics(), settings.data_dir
    database = Database(settings.database_url, settings.durability)
    who = known(settings, database, secret, metrics)
    decisions = Decisions(database, who.tombstones.erased)
    given = answers(settings, database, secret, metrics, who.events, who.people, decisions)
    models, states = given.models, who.states
    completing = Completing(models, Signer(secret), metrics.unknown_fields.inc)
    limits = Limits(settings.max_event_bytes, settings.max_event_days)
    ingest = Ingest(who.events, who.people, completing, metrics, limits)
    configuration = installed(folder, database, models, states, metrics)
    experiments = experiments_of(settings, database, configuration.history, configuration.changing)
    audiences = office(settings, database, models, states)
    tasks, recording = Tasks(database), Recording(ingest)
    leaving = Leaving(Leavers(database), who.identities, audiences.opened)
    desk = Desk(models, who.identities, states, tasks, recording)
    building = Building(models, leaving, states, tasks, recording, folder / "worklists.lock")
    nonces, results = Nonces(database), Results(database)
    webhooks = Webhooks(secret, settings.webhooks_anywhere)
    guarding = Guarding(database, experiments.conducting, experiments.looks, Sending(webhooks), folder / "guards.lock")
    alarms = ProbeAlarms(database)
    watching = Watching(database, models, alarms, results, Telling(webhooks), folder / "probes.lock")
    baking = Baking(models.shelf, watching.metering, folder / "baking.lock")
    keyring = Keyring(Keys(database), nonces, Sealer(secret), copy=KeysCopy(folder / "keyring.json"))
    return Service(
        settings=settings,
        database=database,
        states=states,
        identities=who.identities,
        decisions=decisions,
        events=who.events,
        rejected=Rejected(database),
        results=results,
        measured=Measured(results, watching.alarms, watching.configuration),
        watching=watching,
        baking=baking,
        models=models,
        people=who.people,
        persons=who.persons,
        exports=PersonExports(who.persons, decisions),
        erasing=who.erasing,
        metrics=metrics,
        answering=given.answering,
        ingest=ingest,
        background=Background(
            models,
            given.world,
            given.log,
            settings.watch_seconds,
            settings.refresh_seconds,
            looks={
                "keys": (settings.keys_seconds, keyring.tick),
                "configuration": (settings.configuration_seconds, configuration.following.tick),
            },
            chores=chores(
                settings, database, results, who, given, watching, baking, building, experiments, guarding, audiences
            ),
        ),
        variants=given.variants,
        shadow=given.shadow,
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
