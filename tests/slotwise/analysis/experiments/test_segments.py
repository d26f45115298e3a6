"""Segments: of persons and of first decisions; what is rare is told together, what is not known is a segment too."""

import numpy as np
import pytest

from slotwise.analysis.experiments.segments import REST, segment
from slotwise.analysis.experiments.views import views
from slotwise.analysis.opened import open_log
from tests.experiment_logs import BEGAN, DAY, HOUR, A, B, assigned, document, documents, write


@pytest.fixture
def read(tmp_path):
    """The segment of every unit by a fact."""

    def run(fact, rows, **tables):
        _, entry = documents(document())
        with open_log(write(tmp_path / "log", assignments=rows, **tables)) as opened:
            view = next(views(opened, entry, entry.phase, BEGAN + DAY))
            found = segment(opened, fact, view.time, len(view.units))
            keys = [row[0] for row in opened.connection.execute("SELECT key FROM units ORDER BY unit").fetchall()]
        return dict(zip(keys, np.array(found.names)[found.code].tolist(), strict=True)), found.names

    return run


def test_a_fact_of_the_person(read):
    """Whose fact is not known has the empty text."""
    persons = [{"person_id": "p", "attribute.city": "西安"}, {"person_id": "r", "attribute.city": "wuhan"}]

    assert read("person.city", [assigned("p", A, 0), assigned("q", B, 0)], persons=persons)[0] == {"p": "西安", "q": ""}


def test_a_fact_of_the_first_decision(read):
    """What it was later may be the variant's doing."""
    rows = [assigned("p", A, 0), assigned("p", A, HOUR)]
    decisions = [{"decision_id": row["decision_id"], "decided_at": row["decided_at"], "person_id": "p", "slot": slot,
                  "context.channel": channel}
                 for row, channel in zip(rows, ("web", "app"), strict=True) for slot in (1, 2)]  # fmt: skip

    assert read("context.channel", rows)[0] == {"p": ""}
    assert read("context.channel", rows, decisions=decisions)[0] == {"p": "web"}
    assert read("context.never", rows, decisions=decisions)[0] == {"p": ""}


def test_rare_values_are_told_together(read):
    """The twelve most frequent ones, and the rest."""
    rows = [assigned(f"p{each}", A, 0) for each in range(40)]
    persons = [{"person_id": f"p{each}", "attribute.city": f"c{min(each // 2, 15):02d}"} for each in range(40)]
    found, names = read("person.city", rows, persons=persons)

    assert (len(names), names[0], names[-1]) == (13, "c15", REST)
    assert sum(each == REST for each in found.values()) == 8
