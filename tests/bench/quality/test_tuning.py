"""Parameters are chosen on validation tasks, never on test tasks."""

from pathlib import Path

from bench.quality.peers import Peer
from bench.quality.peers.popular import PopularAllTime
from bench.quality.protocols import find
from bench.quality.tuning import choose, run


class Cheat(Peer):
    """Popularity upside down unless told otherwise."""

    name = "cheat"
    sets = ("basket",)

    @classmethod
    def grid(cls, set_name: str) -> list[dict]:
        return [{"right": False}, {"right": True}]

    def fit(self, train) -> None:
        self.model = PopularAllTime()
        self.model.fit(train)
        if not self.parameters["right"]:
            self.model.counts = -self.model.counts

    def rank(self, queries, k):
        return self.model.rank(queries, k)


def test_the_best_entry_on_validation_is_chosen(small_sets: Path) -> None:
    """Of an upside-down and a right popularity the one with the higher main metric is taken."""
    protocol = find("basket")(small_sets)
    tasks = protocol.rounds()[0].validation
    values = {}
    for entry in Cheat.grid("basket"):
        answers = [protocol.answer(Cheat(**entry), task) for task in tasks]
        values[entry["right"]] = protocol.measures(tasks, answers)[protocol.main()].value()
    assert choose(protocol, Cheat, tasks) == {"right": values[True] > values[False]}


def test_a_run_names_what_was_chosen_in_each_round(small_sets: Path) -> None:
    """The result holds one entry a round and a measure for every metric."""
    protocol = find("movielens_strong")(small_sets)
    result = run(protocol, PopularAllTime)
    assert result.chosen == [{}] * 5
    assert list(result.measures) == list(protocol.metrics)
