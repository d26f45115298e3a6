"""The output folder: it appears only when it is complete, and nothing but a data set is ever replaced."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from slotwise.errors import SourceError
from slotwise.log import DATASET_FILE


@contextmanager
def new_folder(out: Path) -> Iterator[tuple[Path, Path]]:
    """Give a folder to fill and one for scratch files; at the end the first becomes `out`, on an error both go.

    Raises SourceError when `out` exists and is not a data set folder or empty.
    """
    if out.exists() and not (out.is_dir() and ((out / DATASET_FILE).is_file() or not any(out.iterdir()))):
        raise SourceError(
            f"{out} exists and is not a data set.",
            pointer=str(out),
            expected="a new folder, or a data set folder to replace",
            hint="Choose another folder.",
        )
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent) as both:
        target, scratch = Path(both, "data"), Path(both, "scratch")
        target.mkdir()
        scratch.mkdir()
        yield target, scratch
        if out.exists():
            shutil.rmtree(out)
        target.rename(out)
