"""Consents of a data set: what each person allowed, and when; training reads no more of anybody than answers do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import duckdb
import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from slotwise import log, person
from slotwise.analysis.folder import File
from slotwise.events import CONSENT, Consent, Event
from slotwise.facets import Facets
from slotwise.person import PersonState
from training.dataset.ids import PERSONS, find_codes
from training.dataset.persons import PersonFacts
from training.dataset.vocabulary import PERSON_PREFIX


class Word(NamedTuple):
    """What a person said at a moment, ms UTC."""

    at: int
    consent: Consent


@dataclass(frozen=True)
class Consents:
    """What was said, by the code of the person, in the order of time; whoever is not in it has said nothing.

    `facets` are those of the data set: they tell which facts belong to the person.
    """

    said: Mapping[int, tuple[Word, ...]] = field(default_factory=dict)
    facets: Facets = field(default_factory=Facets)

    def apply(self, code: int, state: PersonState, now: int) -> PersonState:
        """Return the state after everything that the person said strictly before `now` (ms UTC)."""
        for word in self.said.get(code, ()):
            if word.at < now:
                state = person.apply(state, Event("", word.at, "", CONSENT, consent=word.consent))
        return state

    def personalize(self, code: int, now: int) -> bool:
        """Tell whether an answer to the person could be personal at `now` (ms UTC)."""
        return code not in self.said or self.apply(code, person.empty(""), now).personalize

    def hidden_at(self, code: int, now: int) -> tuple[str, ...]:
        """Return what the person hid at `now` (ms UTC): names of attributes and of tags, sorted."""
        return self.apply(code, person.empty(""), now).hidden if code in self.said else ()

    def impersonal(
        self, facets: NDArray[np.int32], numbers: NDArray[np.float32]
    ) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Return the facts of a moment, int32 (n_facets,) and float32 (n_numbers,), without the person's own."""
        facets, numbers = facets.copy(), numbers.copy()
        facets[self.facets.columns("segment")] = -1
        numbers[[place for place, name in enumerate(self.facets.numbers) if name.startswith(PERSON_PREFIX)]] = np.nan
        return facets, numbers

    def hidden(self) -> dict[int, tuple[str, ...]]:
        """Return the attributes that persons hide in the end, by code: these are not used for any moment."""
        last = {code: self.apply(code, person.empty(""), words[-1].at + 1) for code, words in self.said.items()}
        return {code: state.hidden for code, state in last.items() if state.hidden}


def read_consents(connection: duckdb.DuckDBPyConnection, file: File | None, facets: Facets) -> Consents:
    """Read consents.parquet; persons who are not in the log are left out."""
    if file is None:
        return Consents(facets=facets)
    codes = find_codes(connection, PERSONS, file, log.PERSON)
    table = pq.read_table(file.path, columns=[log.OCCURRED_AT, log.PERSONALIZE, log.HIDDEN])
    rows = zip(codes.tolist(), *(table[name].to_pylist() for name in table.column_names), strict=True)
    said: dict[int, list[Word]] = {}
    for code, at, personalize, hidden in rows:
        if code >= 0:
            said.setdefault(code, []).append(Word(at, Consent(personalize, tuple(sorted(hidden or ())))))
    ordered = {code: tuple(sorted(words, key=lambda word: word.at)) for code, words in said.items()}
    return Consents(ordered, facets)


def without_hidden(facts: PersonFacts, consents: Consents) -> PersonFacts:
    """Return the facts of all persons without those that they hide."""
    hidden = consents.hidden()
    if not hidden:
        return facts
    facts = PersonFacts(facts.facets.copy(), facts.numbers.copy())
    numbers = {name: place for place, name in enumerate(consents.facets.numbers)}
    for code, names in hidden.items():
        full = [PERSON_PREFIX + name for name in names]
        facts.facets[code, [place for name in full if (place := consents.facets.place(name)) >= 0]] = -1
        facts.numbers[code, [numbers[name] for name in full if name in numbers]] = np.nan
    return facts
