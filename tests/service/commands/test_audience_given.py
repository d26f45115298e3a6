"""The command `slotwise audience`: from the export to the lift, as an operator goes."""

import pytest

from tests.service.audiences.conftest import COUNT
from tests.service.commands.town import run

__all__ = ["run"]


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_from_the_export_to_the_lift(run, tmp_path, form):
    """An export goes to a file without its holdout, is listed, and its lift can be asked for."""
    made = run("export", "leavers", "--out", tmp_path / f"x.{form}", "--author", "anna")
    again = run("exports", "leavers")["exports"]
    lift = run("lift", made["export_id"], "--days", 3)

    assert (tmp_path / f"x.{form}").exists()
    assert (made["author"], made["treated"] + made["held_out"]) == ("anna", 40)
    assert [each["export_id"] for each in again] == [made["export_id"]]
    assert lift["treated"]["persons"] == made["treated"]
    assert lift["refused"]


def test_the_best_persons(run, tmp_path):
    """The best persons for a product are shown, or given out with their scores."""
    product = run.town.products[1]
    found = run("best", "--product", product, "--count", 5, "--sample", 40, "--stale")
    given = run("best", "--product", product, "--count", 5, "--out", tmp_path / "best.csv", "--stale")

    assert (found["scored"], len(found["best"])) == (40, 5)
    assert given["export"]["treated"] == 5
    assert (tmp_path / "best.csv").read_text().splitlines()[0].endswith(",score")
    assert given["scored"] == COUNT


def test_mistakes_are_told(run, tmp_path):
    """No place to export to, two of them, and a format that there is not, are errors before anybody is noted."""
    for arguments in (
        ("export", "leavers"),
        ("export", "leavers", "--out", tmp_path / "x.xlsx"),
        ("export", "leavers", "--webhook", "http://example.org"),
        ("export", "leavers", "--webhook", "https://example.org", "--out", tmp_path / "x.csv"),
        ("size", "nobody"),
        ("lift", "ax_none"),
    ):
        run(*arguments, code=1)
    assert run("exports", "leavers")["exports"] == []
