"""The live log as a source: exported by the service's own command, read with what is known up to a cut."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from slotwise.analysis.folder import read_json
from slotwise.errors import ConfigError, SourceError
from training.dataset import DatasetOptions

_EXPORT = ("-m", "slotwise", "log", "export", "--json")


def export(folder: Path | None) -> Path:
    """Bring the export of the installation's log up to date and return its folder; raises SourceError.

    The wings do not import each other, so this runs the service's command, with the settings of the environment.
    """
    where = () if folder is None else ("--to", str(folder))
    done = subprocess.run([sys.executable, *_EXPORT, *where], capture_output=True, text=True, check=False)
    try:
        found = json.loads(done.stdout)
        return Path(found["folder"])
    except (ValueError, KeyError, TypeError) as error:
        said = (done.stderr or done.stdout).strip()[-500:]
        raise SourceError(f"the log could not be exported: {said}", hint="try `slotwise log export`") from error


def options(folder: Path, labels_until: int | None = None) -> DatasetOptions:
    """Return how an exported log is read: labels up to a cut (ms UTC), by default the moment of the export.

    What nobody saw is no impression, and a placement whose attribution window was open at the cut is not counted as
    not clicked.
    """
    until = read_json(folder, "dataset.json", {}).get("until")
    return DatasetOptions(labels_until=until if labels_until is None else labels_until, exposed_only=True)


def moment(text: str | None) -> int | None:
    """Return a moment in ms UTC: a day or a time in ISO 8601, in UTC unless it says otherwise; raise ConfigError."""
    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise ConfigError(
            f"{text} is not a moment", expected="2026-11-22 or 2026-11-22T08:00:00Z", given=text
        ) from error
    return int((at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp() * 1_000)
