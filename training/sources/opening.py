"""Opening: what a training command was given becomes a loaded data set, from a folder or from the live log."""

from pathlib import Path

from slotwise import log
from slotwise.analysis.folder import read_json
from slotwise.errors import ConfigError
from training.dataset import Dataset, DatasetOptions, load
from training.sources import live_log


def opened(
    folder: Path | None, source: str = "folder", export: bool = True, labels_until: str | None = None
) -> tuple[Path, Dataset]:
    """Return the folder and its data set; `source` "log" exports the live log first, unless `export` says not to.

    A folder that was exported from the log is read as the log either way. Raises ConfigError, SourceError and
    DatasetError.
    """
    if source == "log" and export:
        folder = live_log.export(folder)
    if folder is None:
        hint = "`slotwise train DATASET`, or `slotwise train --source log`"
        raise ConfigError("no data set was named", expected="a data set folder", hint=hint)
    until = live_log.moment(labels_until)
    exported = read_json(folder, log.DATASET_FILE, {}).get("source") == log.LIVE
    options = live_log.options(folder, until) if exported else DatasetOptions(labels_until=until)
    return folder, load(folder, options)
