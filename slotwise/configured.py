"""Configured: a model with a configuration's documents in the place of those that it was trained with.

A document that the configuration does not have leaves what the bundle brought. Nothing that was trained changes:
products, counts and trees stay the very same objects, so that this takes milliseconds.
"""

from dataclasses import replace
from typing import Any, Protocol, TypeVar, cast

from slotwise.catalog import Catalog
from slotwise.choosing import choosing
from slotwise.configuration import Configuration
from slotwise.counts import ProductCounts
from slotwise.documents.audiences import Audience
from slotwise.documents.life_cycle import Phase
from slotwise.documents.rules import Rule
from slotwise.documents.scenes import Scene
from slotwise.documents.tags import Tag
from slotwise.documents.touchpoints import Touchpoint
from slotwise.policies import Policy
from slotwise.popularity import is_read, ranked
from slotwise.rulebook.book import Rulebook
from slotwise.rulebook.written import WrittenRule
from slotwise.scene import Scenes
from slotwise.standing import Plan
from slotwise.touchpoints import merged
from slotwise.withholding import withholding


class Trained(Protocol):
    """What of a model the documents take the place of, or are compiled against."""

    @property
    def catalog(self) -> Catalog: ...
    @property
    def scenes(self) -> Scenes: ...
    @property
    def policy(self) -> Policy: ...
    @property
    def counts(self) -> ProductCounts: ...
    @property
    def plan(self) -> Plan: ...


M = TypeVar("M", bound=Trained)
"""A model; it is not named, because it is made of what is here."""


def configured(model: M, configuration: Configuration) -> M:
    """Return the model with the documents of a configuration in effect; raises SlotwiseError."""
    entries = configuration.entries
    catalog = _catalog(model.catalog, configuration) if Touchpoint.name in entries else model.catalog
    scenes = configuration.of(Scene)
    rules: tuple[WrittenRule, ...] = (
        *configuration.of(Rule),
        *withholding(configuration.of(Audience)),
        *choosing(scenes),
    )
    if is_read(each for rule in rules for each in (rule.products, rule.contents)):
        catalog = replace(catalog, popularity=ranked(model.counts, catalog))
    rulebook = Rulebook(rules, configuration.of(Touchpoint), catalog, model.policy)
    found: M = replace(
        cast(Any, model),
        configuration=configuration,
        catalog=catalog,
        rulebook=None if rulebook.empty else rulebook,
        scenes=Scenes.of(scenes) if Scene.name in entries else model.scenes,
        plan=plan_of(configuration, model.plan),
    )
    return found


def _catalog(catalog: Catalog, configuration: Configuration) -> Catalog:
    surfaces = merged(catalog.touchpoints, (each.surface() for each in configuration.of(Touchpoint)))
    return catalog if surfaces == catalog.touchpoints else replace(catalog, touchpoints=surfaces)


def plan_of(configuration: Configuration, before: Plan | None = None) -> Plan:
    """Return what a configuration says of persons; a document that it does not have leaves what was said before."""
    before, entries = before or Plan(), configuration.entries
    return Plan.of(
        configuration.of(Tag) if Tag.name in entries else before.tags,
        configuration.of(Phase) if Phase.name in entries else before.life.phases,
        entries.get("processes", before.processes),
        configuration.of(Audience) if Audience.name in entries else tuple(before.audiences.entries.values()),
    )
