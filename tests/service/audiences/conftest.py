"""An installation with persons who left, bought and slept, and audiences of them."""

from types import SimpleNamespace

import pytest

from service.in_effect import InEffect
from service.population.building import Builder
from service.population.renewing import Renewing
from service.stores.everybody import Everybody
from slotwise.configuration import Configuration
from slotwise.events import Event
from slotwise.person import PersonState, empty, fold

DAY = 86_400_000
COUNT = 120


def person_of(number: int, now: int, products: list[str]) -> PersonState:
    """Every second person left the first product midway two days ago; every sixth bought it since."""
    name = f"p_{number:03d}"
    events = [Event(f"{name}v", now - 20 * DAY, name, "view", product_id=products[number % 4])]
    if number % 2 == 0:
        events.append(Event(f"{name}l", now - 2 * DAY, name, "leave", product_id=products[0]))
    if number % 6 == 0:
        events.append(Event(f"{name}c", now - DAY, name, "convert", product_id=products[0], value=9.0))
    return fold(empty(name, {"city": ("SZ", "GZ")[number % 3 == 0], "age": float(number)}), events)


@pytest.fixture
def town(service, monkeypatch) -> SimpleNamespace:
    """The installation: `service`, `office`, `now`, `products`, and `configure(documents)`."""
    return settled(service, monkeypatch)


def settled(service, monkeypatch) -> SimpleNamespace:
    """Settle persons in an installation, and put audiences of them into effect."""
    model = service.models.current.model
    products, now = list(model.catalog.products.ids), model.as_of
    with service.database.write() as connection:
        service.states.put(connection, [person_of(number, now, products) for number in range(COUNT)])
    folder = service.audiences.opened.folder

    def run(self, wait=20.0):
        Builder(folder, Everybody(service.database)).refresh(seconds=wait)

    # A process of its own would only cost time here; it has a test of its own.
    monkeypatch.setattr(Renewing, "run", run)

    def configure(*audiences, **documents):
        configuration = Configuration.read({"audiences": [*audiences], **documents})
        service.models.configure(InEffect(7, configuration))

    product = products[0]
    leavers = f'times("leave", "product:{product}", 7) > 0 && times("convert", "product:{product}", 7) == 0'
    configure(
        {"audience": "leavers", "when": leavers, "holdout": 0.3, "products": [product]},
        {"audience": "cities", "when": 'person.city == "SZ"'},
        {"audience": "all", "when": "person.age >= 0"},
        {"audience": "capped", "when": "person.age < 20", "contact": {"most": 1, "days": 30.0}},
        {"audience": "never", "when": "person.age < 20", "contact": {"most": 0, "days": 30.0}},
        tags=[
            {"tag": "left", "behaviour": "left", "window_days": 30.0, "expiry_days": 30.0, "status": "live"},
            {"tag": "seen", "behaviour": "browsed", "window_days": 90.0, "expiry_days": 90.0, "status": "live"},
        ],
    )
    office = service.audiences
    run(None)
    return SimpleNamespace(service=service, office=office, now=office.now(), products=products, configure=configure)
