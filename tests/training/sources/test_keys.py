"""Repeated rows are those whose key an earlier good row has."""

from slotwise.analysis.query import arrow, connect
from training.sources.cells import Cell, Check
from training.sources.files import Table
from training.sources.keys import find_repeats, good_rows, row_key
from training.sources.stage import stage


def test_the_first_good_row_of_a_key_stays(tmp_path):
    """Over several files: later rows with its key are repeats, rows that failed a check do not count."""
    with connect(tmp_path) as connection:
        staged = []
        for place, values in enumerate(
            ("('a', 1), ('bad', 2), ('b', 3)", "('a', 4), ('bad', 5), ('c', 6), (NULL, 7), (NULL, 8)")
        ):
            source = f"(SELECT k, n, row_number() OVER () AS _row FROM (VALUES {values}) AS t(k, n))"
            cells = {"k": Cell("k", (Check("bad", "k", "", "k = 'bad'", "k"),)), "n": Cell("n")}
            table = Table(tmp_path, place, {}, source)
            staged.append(stage(connection, ("events", 0), table, cells, "k", tmp_path / f"{place}.parquet"))
        find_repeats(connection, staged)
        kept = arrow(connection, f"SELECT n FROM ({good_rows(staged)}) ORDER BY n")["n"].to_pylist()

    assert kept == [1, 3, 6, 7, 8]


def test_a_rows_key_sees_every_column(tmp_path):
    """Values do not run into each other, and unknown is not empty."""
    with connect(tmp_path) as connection:
        values = "('a', 'bc'), ('ab', 'c'), ('a', NULL), ('a', '')"
        keys = connection.execute(f"SELECT {row_key(['x', 'y'])} FROM (VALUES {values}) AS t(x, y)").fetchall()

    assert len(set(keys)) == 4
