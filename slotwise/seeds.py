"""Where the seed files of a demo world are: beside the packages in a checkout, inside the package when installed."""

from pathlib import Path

from slotwise.errors import UnknownWorldError

PACKAGE = Path(__file__).resolve().parent


def seeds_dir(world: str) -> Path:
    """The folder with the seed files of `world`, for example "echannel".

    Raises UnknownWorldError when there is no such world; its hint names those that there are.
    """
    home = _home(PACKAGE)
    known = sorted(entry.name for entry in home.iterdir() if entry.is_dir())
    if world not in known:
        raise UnknownWorldError(
            f"There is no seed world {world!r}.", expected=known, given=world, hint=f"Use one of: {', '.join(known)}."
        )
    return home / world


def _home(package: Path) -> Path:
    checkout = package.parent
    # A wheel has no pyproject.toml beside the package, and site-packages may hold a stranger's folder named seeds.
    if (checkout / "pyproject.toml").is_file():
        return checkout / "seeds"
    return package / "_seeds"
