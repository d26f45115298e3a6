"""Installed: the office of audiences of an installation, put together from its settings."""

from pathlib import Path

from service.audiences.best import BestPersons
from service.audiences.giving import Giving
from service.audiences.office import Office
from service.audiences.outcomes import Outcomes
from service.models import Models
from service.population.renewing import Renewing
from service.population.store import Opened
from service.secret import find_secret
from service.settings import Settings
from service.stores.audience_exports import AudienceExports
from service.stores.database import Database
from service.stores.goals import Goals
from service.stores.identities import Identities
from service.stores.states import States
from service.stores.tombstones import Tombstones
from service.webhooks import Webhooks


def population_folder(settings: Settings) -> Path:
    """Return where the columns of all persons are."""
    return settings.data_dir / "population"


def office(settings: Settings, database: Database, models: Models, states: States) -> Office:
    """Return the office; opens nothing."""
    secret, folder, exports = find_secret(settings), population_folder(settings), AudienceExports(database)
    webhooks = Webhooks(secret, settings.webhooks_anywhere)
    giving = Giving(database, exports, Tombstones(database, secret), webhooks)
    return Office(
        models=models,
        opened=Opened(folder),
        renewing=Renewing(settings.data_dir, folder),
        giving=giving,
        outcomes=Outcomes(exports, Goals(database), Identities(database)),
        best=BestPersons(states, giving.choosing),
    )
