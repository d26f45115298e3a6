"""Published: the model that the shelf's alias names, for commands that serve nothing."""

from service.settings import Settings
from slotwise import packing, shelf
from slotwise.model import Model


def published(settings: Settings) -> Model | None:
    """Return the model that the service serves, or None; raise ShelfError or BundleError when it cannot be read."""
    name = settings.model or next(iter(shelf.names(settings.shelf_dir)), None)
    found = shelf.aliases(settings.shelf_dir, name).get(settings.alias) if name else None
    if name is None or found is None:
        return None
    return packing.load(settings.shelf_dir / name / found.folder, name, found.version)
