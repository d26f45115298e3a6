"""States: everybody of a data set folded to the end of its log, in the form in which the service stores them."""

import gzip
from collections.abc import Callable
from pathlib import Path

from slotwise.person import PersonState
from slotwise.person_packing import pack
from training.dataset import Dataset, load
from training.histories import Histories

_PERSON = "person."


class States:
    """The states of a data set's persons as of any moment, each the fold of the events before it."""

    def __init__(self, dataset: Dataset):
        self.dataset = dataset
        self._histories = Histories(dataset.interactions, len(dataset.persons), dataset.consents)

    def at(self, person_id: str, now: int) -> PersonState:
        """Return the state of somebody strictly before `now` (ms UTC); of somebody unknown the empty one."""
        dataset, person = self.dataset, self.dataset.persons.find(person_id)
        facts = dataset.facets.decode(dataset.person_facts.facets[person], dataset.person_facts.numbers[person])
        own = {name.removeprefix(_PERSON): value for name, value in facts.items() if name.startswith(_PERSON)}
        return self._histories.state(person, now, person_id, dataset.catalog, own if person >= 0 else {})


def write_states(folder: Path, path: Path, watch: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Write the states of all persons of a data set folder and return how many.

    One packed state a line, in the order of the persons' ids, gzip; the same folder gives the same bytes.
    `watch` is told how many persons are done, and of how many. Raises DatasetError for a folder that is none.
    """
    dataset = load(folder)
    states, count = States(dataset), len(dataset.persons)
    end = int(dataset.interactions.time[-1]) + 1 if len(dataset.interactions) else 0
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", filename="", mtime=0, compresslevel=1) as file:
        for done, person_id in enumerate(dataset.persons, start=1):
            file.write(pack(states.at(person_id, end)) + b"\n")
            watch(done, count)
    return count
