"""Persons: whom everything is about, as they are stored, linked, merged, read and erased."""

from dataclasses import dataclass
from functools import partial

from service.admission import Admission
from service.audiences.installed import population_folder
from service.erasing import Erasing
from service.exported import Exported
from service.link_watch import LinkWatch
from service.metrics import Metrics
from service.namespaces import DEFAULT, Namespaces
from service.people import People
from service.persons import Persons
from service.population.erasing import erase
from service.proofs import Proofs
from service.settings import Settings
from service.stores.alarms import Alarms
from service.stores.copies import Copies
from service.stores.database import Database
from service.stores.erasures import Erasures
from service.stores.events import Events
from service.stores.identities import Identities
from service.stores.latest import Latest
from service.stores.links import Links
from service.stores.merges import Merges
from service.stores.redis import Redis
from service.stores.states import States
from service.stores.tombstones import Tombstones


@dataclass(frozen=True)
class Known:
    """Who is known, and what keeps what they did."""

    states: States
    identities: Identities
    tombstones: Tombstones
    events: Events
    people: People
    persons: Persons
    erasing: Erasing


def known(settings: Settings, database: Database, secret: bytes, metrics: Metrics) -> Known:
    """Put together what knows persons."""
    copies = Copies(database, Redis(settings.states)) if settings.states else None
    tombstones, proofs = Tombstones(database, secret), Proofs(secret)
    states, identities = States(database, copies), Identities(database)
    namespaces = Namespaces.read(settings.identities) if settings.identities else DEFAULT
    merges, alarms = Merges(database, states), Alarms(database)
    links = Links(namespaces, merges, alarms, LinkWatch(metrics))
    events = Events(database, states, Admission(namespaces, links, tombstones))
    return Known(
        states=states,
        identities=identities,
        tombstones=tombstones,
        events=events,
        people=People(namespaces, states, proofs, metrics),
        persons=Persons(
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
        ),
        erasing=Erasing(
            Erasures(database, tombstones, states),
            tombstones,
            Exported(settings.data_dir),
            columns=partial(erase, population_folder(settings)),
        ),
    )
