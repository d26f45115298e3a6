"""What is set aside is listed row by row."""

MAPPING = (
    '[[events]]\nfiles = ["log.csv"]\nperson = "who"\nproduct = "what"\ntime = "when"\nvalue = "amount"\n'
    'unique_rows = true\ntype = {column = "did", values = {look = "view"}}\n'
)
LOG = """who,what,when,did,amount
a,p1,2024-01-01,look,
b,p1,yesterday,look,
,p1,2024-01-01,look,
b,"two
lines",2024-01-02,look,
b,p3,2024-01-02,steal,
b,p3,2024-01-02,look,lots
too,many,fields,here,now,oops
a,p1,2024-01-01,look,
short,row
b,p4,2024-01-02,look,oops
"""


def test_every_reject_says_where_it_was_and_why(run_import):
    """File, row (the header not counted, a line break inside quotes neither), reason, column and what stood there."""
    rows = run_import(MAPPING, {"log.csv": LOG}).rows("rejects")

    assert {row["file"] for row in rows} == {"log.csv"}
    assert [(row["row"], row["reason"], row["column"], row["given"]) for row in rows] == [
        (2, "bad_time", "when", "yesterday"),
        (3, "missing_id", "who", None),
        (5, "unknown_event_type", "did", "steal"),
        (6, "bad_number", "amount", "lots"),
        (7, "malformed_line", None, "too,many,fields,here,now,oops"),
        (8, "duplicate", None, None),
        (9, "malformed_line", None, "short,row"),
        (10, "bad_number", "amount", "oops"),
    ]


def test_bytes_that_are_not_utf_8_are_set_aside(run_import):
    """One broken line does not stop the file."""
    log = b"who,what,when,did,amount\na,p1,2024-01-01,look,\na,\xff\xfe,2024-01-01,look,\n"
    done = run_import(MAPPING, {"log.csv": log})

    assert done.summary["rejects"] == {"malformed_line": 1}


def test_nothing_set_aside_leaves_no_file(run_import):
    """rejects.parquet is there only when there is something in it."""
    done = run_import(MAPPING, {"log.csv": "who,what,when,did,amount\na,p,2024-01-01,look,\n"})

    assert done.rows("rejects") == []
    assert done.summary["rejects"] == {}
