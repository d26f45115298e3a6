"""The comparison of an installation's log with itself, put together from its settings."""

from service.configuration.history import History
from service.decision_ids import Seeds
from service.parity import Comparing
from service.replayed_worlds import ReplayedWorlds
from service.secret import find_secret
from service.settings import Settings
from service.stores.as_of import AsOf
from service.stores.database import Database
from service.stores.decisions import Decisions
from service.stores.events import Events
from service.stores.refreshes import Refreshes
from service.stores.revisions import Revisions
from service.stores.states import States


def comparing(settings: Settings, database: Database) -> Comparing:
    """Return what makes an installation's decisions again; its secret is the one that they were drawn with."""
    events = Events(database, States(database))
    worlds = ReplayedWorlds(settings.shelf_dir, events, Refreshes(database), History(Revisions(database)))
    return Comparing(Decisions(database), AsOf(database), worlds, Seeds(find_secret(settings)))
