"""What a data set folder says of its installation: the documents of the configuration that its log was made under."""

from pathlib import Path

from slotwise import log
from slotwise.configuration import Configuration, read_file, read_folder

KINDS = ("tags", "life_cycle", "processes")
"""Documents that make what models read of a person; `<kind>.json` in the folder, each optional."""


def read_configuration(folder: Path) -> Configuration:
    """Return the documents of the folder `configuration`, else these of the folder itself; raise ConfigurationError."""
    if (folder / log.CONFIGURATION_FOLDER).is_dir():
        return Configuration.load(read_folder(folder / log.CONFIGURATION_FOLDER))
    found = {kind: folder / f"{kind}.json" for kind in KINDS}
    return Configuration.load({kind: read_file(path) for kind, path in found.items() if path.is_file()})
