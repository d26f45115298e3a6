"""Results of jobs: the newest run of a kind is served, older ones are history and go in time."""

from service.stores.results import Results, Span


def test_the_newest_run_is_told(database):
    """Whatever subjects it has; those of an older run are history."""
    results = Results(database)
    assert (results.latest("review", "home"), results.run("review"), results.newest("review")) == (None, [], None)
    results.write("review", {"home": {"n": 1}, "bill": {"n": 2}}, Span(0, 10, 11))
    results.write("review", {"home": {"n": 3}}, Span(5, 20, 21))
    results.write("other", {"home": []}, Span(0, 99, 99))

    newest = results.latest("review", "home")
    assert newest is not None
    assert (newest.document(), newest.span) == ({"n": 3}, Span(5, 20, 21))
    assert [each.subject for each in results.run("review")] == ["home"]
    assert [each.document()["n"] for each in results.history("review", "home")] == [3, 1]
    assert results.newest("review") == Span(5, 20, 21)


def test_a_run_up_to_the_same_moment_takes_the_place(database):
    """Made again, a run leaves nothing of the one before."""
    results = Results(database)
    results.write("review", {"home": 1, "bill": 2}, Span(0, 10, 11))
    results.write("review", {"home": 3}, Span(0, 10, 12))

    assert [(each.subject, each.document()) for each in results.run("review")] == [("home", 3)]


def test_old_runs_go(database):
    """So many runs are kept, of this kind alone."""
    results = Results(database)
    results.write("other", {"home": 0}, Span(0, 1, 1))
    for day in range(5):
        results.write("review", {"home": day}, Span(0, day, day), keep=3)

    assert [each.document() for each in results.history("review", "home")] == [4, 3, 2]
    assert results.newest("other") == Span(0, 1, 1)
