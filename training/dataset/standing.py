"""What a data set folder says of persons: the documents of tags and of the life cycle that its log was made under."""

from pathlib import Path

from slotwise.configuration import Configuration, read_file

KINDS = ("tags", "life_cycle", "processes")
"""Documents that make what models read of a person; `<kind>.json` in the folder, each optional."""


def read_configuration(folder: Path) -> Configuration:
    """Return these documents of a folder; raise ConfigurationError when one cannot be read."""
    found = {kind: folder / f"{kind}.json" for kind in KINDS}
    return Configuration.load({kind: read_file(path) for kind, path in found.items() if path.is_file()})
