"""Ready mappings: those that come with Slotwise, found by name."""

from pathlib import Path

from slotwise.errors import SourceError

FOLDER = Path(__file__).parent / "mappings"


def ready_names() -> list[str]:
    """Names of the mappings that come with Slotwise."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def mapping_path(mapping: Path | str) -> Path:
    """Path of a mapping given as a file or by a ready name. Raises SourceError when it is neither."""
    if Path(mapping).is_file():
        return Path(mapping)
    if str(mapping) in ready_names():
        return FOLDER / f"{mapping}.toml"
    raise SourceError(
        f"There is no mapping {str(mapping)!r}.",
        expected=f"a TOML file or one of: {', '.join(ready_names())}",
        given=str(mapping),
        hint="Start from a ready mapping in training/sources/mappings.",
    )
