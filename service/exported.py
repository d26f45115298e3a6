"""Exported: the log as it was exported into the data folder, which has to follow when a person is erased."""

from pathlib import Path

from service import of_its_own
from slotwise.errors import SlotwiseError, StoreError


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
        try:
            of_its_own.run(self._data_dir, "log", "export")
        except SlotwiseError as error:
            detail = f"the export cannot be brought up to date: {error.detail[-200:]}"
            raise StoreError(detail, hint="slotwise log export") from error
