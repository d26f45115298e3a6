"""States: everybody of a data set folded to the end of its log, in the form in which the service stores them."""

import gzip
from collections.abc import Callable
from pathlib import Path

from slotwise.person_packing import pack
from training.dataset import load
from training.histories import Histories

_PERSON = "person."


def write_states(folder: Path, path: Path, watch: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Write the states of all persons of a data set folder and return how many.

    One packed state a line, in the order of the persons' ids, gzip; the same folder gives the same bytes.
    `watch` is told how many persons are done, and of how many. Raises DatasetError for a folder that is none.
    """
    dataset = load(folder)
    histories, count = Histories(dataset.interactions, len(dataset.persons), dataset.consents), len(dataset.persons)
    end = int(dataset.interactions.time[-1]) + 1 if len(dataset.interactions) else 0
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", filename="", mtime=0, compresslevel=1) as file:
        for person, person_id in enumerate(dataset.persons):
            facts = dataset.facets.decode(dataset.person_facts.facets[person], dataset.person_facts.numbers[person])
            own = {name.removeprefix(_PERSON): value for name, value in facts.items() if name.startswith(_PERSON)}
            file.write(pack(histories.state(person, end, person_id, dataset.catalog, own)) + b"\n")
            watch(person + 1, count)
    return count
