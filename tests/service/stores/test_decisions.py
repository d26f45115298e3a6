"""The log of decisions, and answers that may be asked for again."""

from service.stores.decisions import Answered, Decisions, FeatureNames, Logged


def test_records_and_answers_come_back(database):
    """A decision with a request id keeps its answer, one without does not."""
    decisions = Decisions(database)
    decisions.add([Logged("d1", 5, "p", b'{"a":1}', "r1", b"body"), Logged("d2", 6, "", b"{}")])

    assert decisions.record("d1") == b'{"a":1}'
    assert decisions.record("d3") is None
    assert decisions.answered("r1") == Answered("p", 5, "d1", b"body")
    assert decisions.answered("r2") is None


def test_the_first_answer_holds(database):
    """When two workers answered the same request, the one that was stored first is the answer."""
    decisions = Decisions(database)
    decisions.add([Logged("d1", 5, "p", b"{}", "r", b"first")])
    decisions.add([Logged("d2", 6, "p", b"{}", "r", b"second"), Logged("d1", 7, "p", b"{}", "r", b"again")])

    assert decisions.answered("r").body == b"first"
    assert decisions.record("d2") is not None


def test_old_answers_are_forgotten_and_records_are_not(database):
    """The log is append-only; only what a repeat would get goes."""
    decisions = Decisions(database)
    decisions.add([Logged("d1", 5, "p", b"{}", "r1", b"x"), Logged("d2", 10, "p", b"{}", "r2", b"y")])
    decisions.forget_answers(before=10)

    assert decisions.answered("r1") is None
    assert decisions.answered("r2") is not None
    assert decisions.record("d1") is not None


def test_nothing_to_add_is_nothing(database):
    """An empty batch writes nothing."""
    Decisions(database).add([])


def test_features_come_back_with_their_names(database):
    """The names are stored once for all decisions of a model."""
    decisions = Decisions(database)
    names = FeatureNames("f1", '{"request":[]}')
    decisions.add([Logged("d1", 5, "p", b"{}", features=b"1234", named=names)])
    decisions.add([Logged("d2", 6, "p", b"{}", features=b"5678", named=names), Logged("d3", 7, "p", b"{}")])

    assert (decisions.find("d2").features, decisions.find("d2").feature_set) == (b"5678", "f1")
    assert decisions.find("d3").features is None
    assert decisions.names("f1") == '{"request":[]}'
    assert decisions.names("f2") is None


def test_decisions_are_read_by_time_and_by_person(database):
    """In batches without gaps or repeats, also where several were made at one moment."""
    decisions = Decisions(database)
    decisions.add([Logged(f"d{number:02}", number // 4, f"p{number % 2}", b"{}") for number in range(20)])
    found = [each.decision_id for batch in decisions.between(1, 4, batch=3) for each in batch]

    assert found == [f"d{number:02}" for number in range(4, 16)]
    first = decisions.of_person("p1", limit=6)
    rest = decisions.of_person("p1", (first[-1].decided_at, first[-1].decision_id))
    assert [each.decision_id for each in first + rest] == [f"d{number:02}" for number in range(1, 20, 2)]
