"""What was shown becomes placements, and what came of it becomes events."""

import pytest

HEAD = '[[impressions]]\nfiles = ["shown.csv"]\nperson = "who"\ntime = "when"\n'


def test_one_row_can_be_one_placement(run_import):
    """Slot, propensity, policy and outcome of a row; a click and a conversion name their decision."""
    mapping = HEAD + (
        'decision = "d"\nproduct = "what"\nslot = "n"\npropensity = "p"\nclicked = "click"\nconverted = "bought"\n'
        'policy = {constant = "random"}\ntouchpoint = {constant = "home"}\n[impressions.context]\nos = "os"\n'
    )
    lines = "d1,a,2024-01-01,x,1,0.5,0,0,ios\nd1,a,2024-01-01,y,2,0.25,1,1,ios\n"
    done = run_import(mapping, {"shown.csv": "d,who,when,what,n,p,click,bought,os\n" + lines})
    decisions, events = done.rows("decisions"), done.rows("events")

    assert [(row["decision_id"], row["product_id"], row["slot"], row["propensity"]) for row in decisions] == [
        ("d1", "x", 1, 0.5), ("d1", "y", 2, 0.25),
    ]  # fmt: skip
    assert {(row["touchpoint"], row["policy"], row["context.os"]) for row in decisions} == {("home", "random", "ios")}
    assert [(row["type"], row["product_id"], row["decision_id"], row["slot"], row["context.os"]) for row in events] == [
        ("click", "y", "d1", 2, "ios"), ("convert", "y", "d1", 2, "ios"),
    ]  # fmt: skip
    assert len({row["event_id"] for row in events}) == 2


@pytest.mark.parametrize("shown_are", ["product", "content"])
def test_one_row_can_show_a_list(run_import, shown_are):
    """Every element is a placement in its slot; the clicked ones are named by id."""
    lists = 'shown = {column = "list", split = " "}\nclicked = {column = "click", split = " "}\n'
    mapping = HEAD + lists + f'shown_are = "{shown_are}"'
    done = run_import(mapping, {"shown.csv": "who,when,list,click\na,2024-01-01,x y z,z x\nb,2024-01-02,y,\n"})

    assert [(row[f"{shown_are}_id"], row["slot"]) for row in done.rows("decisions")] == [
        ("x", 1),
        ("y", 2),
        ("z", 3),
        ("y", 1),
    ]
    assert [row[f"{shown_are}_id"] for row in done.rows("events")] == ["x", "z"]
    assert done.summary["rows"]["impressions"] == {"rows": 2, "accepted": 2, "rejected": 0}


def test_lists_are_checked_as_a_whole(run_import):
    """An empty list, a hole in it, an id that is too long and a click on what was not shown set the row aside."""
    lines = ["a b,a", ",", "a  b,", f"{'x' * 129},", "a b,c"]
    log = "who,when,list,click\n" + "".join(f"p,2024-01-01,{line}\n" for line in lines)
    done = run_import(HEAD + 'shown = {column = "list", split = " "}\nclicked = "click"', {"shown.csv": log})

    assert done.summary["rejects"] == {"id_too_long": 1, "missing_id": 2, "not_shown": 1}
    assert len(done.rows("decisions")) == 2


def test_repeated_impressions_are_duplicates_where_the_mapping_says_so(run_import):
    """Decision ids that were made up for the rows do not make them different."""
    log = "who,when,what\n" + 2 * "a,2024-01-01,x\n"
    mapping = HEAD + 'product = "what"\n'

    assert run_import(mapping, {"shown.csv": log}).summary["rejects"] == {}
    assert run_import(mapping + "unique_rows = true", {"shown.csv": log}).summary["rejects"] == {"duplicate": 1}
