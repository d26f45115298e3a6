"""Exported: the log as it was exported into the data folder, which has to follow when a person is erased."""

import subprocess
import sys
from pathlib import Path

from slotwise.errors import StoreError

_COMMAND = ("-m", "slotwise", "log", "export", "--json")
_SECONDS = 3_600.0


class Exported:
    """The default folder of `slotwise log export`; what is exported to others is brought up to date by their owner."""

    def __init__(self, data_dir: Path):
        self._data_dir = data_dir

    @property
    def there(self) -> bool:
        """Whether anything was exported."""
        return (self._data_dir / "export" / "dataset.json").is_file()

    def refresh(self) -> None:
        """Bring the folder up to date, without those who were erased; raise StoreError.

        A process of its own: it needs libraries that the service does without.
        """
        command = [sys.executable, *_COMMAND, "--data-dir", str(self._data_dir)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_SECONDS)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise StoreError(f"the export cannot be brought up to date: {type(error).__name__}") from error
        if done.returncode:
            said = (done.stderr or done.stdout).strip().splitlines()[-1:] or [""]
            raise StoreError(f"the export cannot be brought up to date: {said[0][:200]}", hint="slotwise log export")
