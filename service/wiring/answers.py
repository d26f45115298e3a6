"""Answers: models and what lives beside them, decisions and their log."""

from dataclasses import dataclass
from functools import partial

from service.answering import Answering
from service.decision_ids import Seeds
from service.decision_log import DecisionLog
from service.metrics import Metrics
from service.models import Models
from service.pace import Pace
from service.people import People
from service.proving import Proving
from service.repeats import Repeats
from service.safety import Safety
from service.settings import Settings
from service.shadow.feeding import Feeding
from service.shadow.watching import Watching as Shadowing
from service.stores.database import Database
from service.stores.decisions import Decisions
from service.stores.events import Events
from service.stores.refreshes import Refreshes
from service.tokens import Signer
from service.variants.beside import Beside
from service.variants.keeping import Variants
from service.world import World
from service.writing import Writer


@dataclass(frozen=True)
class Answers:
    """What answers, and what it answers from."""

    models: Models
    world: World
    log: DecisionLog
    variants: Variants
    shadow: Shadowing
    answering: Answering


def answers(
    settings: Settings,
    database: Database,
    secret: bytes,
    metrics: Metrics,
    events: Events,
    people: People,
    decisions: Decisions,
) -> Answers:
    """Put together what answers requests for decisions."""
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
    answering = Answering(
        settings=settings,
        models=models,
        people=people,
        repeats=Repeats(decisions, settings.repeat_seconds, settings.repeat_entries),
        log=log,
        safety=safety,
        writer=Writer(settings, Signer(secret)),
        seeds=Seeds(secret),
        metrics=metrics,
        pace=Pace(),
        variants=variants,
    )
    return Answers(models, world, log, variants, Shadowing(settings, models, feeding), answering)


def _beside(settings: Settings, events: Events, metrics: Metrics, refreshes: Refreshes, bundle: Beside) -> World:
    """The refresher of a bundle that is live beside the champion."""
    return World(bundle, events, metrics, settings.refresh_events, settings.refresh_idle_seconds, refreshes)
