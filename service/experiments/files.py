"""Files of frozen reports: JSON and a page in the data folder, to be handed on; once written they are never changed."""

import os
from pathlib import Path

import orjson

FOLDER = "experiments"


def keep(data_dir: Path, report: dict[str, object], html: str) -> list[Path]:
    """Write a frozen report and its page unless they are there; return where they stand. Raises OSError."""
    folder = data_dir / FOLDER / str(report["experiment"])
    folder.mkdir(parents=True, exist_ok=True)
    json, page = places(data_dir, str(report["experiment"]), int(str(report["phase"])))
    _write(json, orjson.dumps(report, option=orjson.OPT_INDENT_2 | orjson.OPT_SERIALIZE_NUMPY))
    _write(page, html.encode())
    return [json, page]


def places(data_dir: Path, experiment: str, phase: int) -> tuple[Path, Path]:
    """Return where the report of a phase stands, or would: as JSON and as a page."""
    folder = data_dir / FOLDER / experiment
    return folder / f"phase-{phase}.json", folder / f"phase-{phase}.html"


def _write(path: Path, body: bytes) -> None:
    if path.exists():
        return
    aside = path.with_name(f".{path.name}-{os.getpid()}")
    aside.write_bytes(body)
    aside.chmod(0o444)
    try:
        # Unlike a rename, a link never takes the place of what is there.
        os.link(aside, path)
    except FileExistsError:
        pass
    finally:
        aside.unlink()
