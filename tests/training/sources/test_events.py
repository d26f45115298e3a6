"""Rows of events arrive in the columns of events.parquet."""

from slotwise.log import EVENT_COLUMNS

HEAD = '[[events]]\nfiles = ["log.csv"]\nperson = "who"\nproduct = "what"\ntime = "when"\n'
LOG = "id,who,what,when,did,amount,place,n,device\n"


def test_every_column_finds_its_place(run_import):
    """Ids, type, slot, value and context are read, and the columns of the log are all there, in their order."""
    mapping = HEAD + (
        'event_id = "id"\ntype = "did"\nvalue = "amount"\ncurrency = {constant = "EUR"}\n'
        'touchpoint = "place"\nslot = "n"\n'
        'session = "who"\nscene = {constant = "roaming"}\ndecision = "id"\ncontent = "what"\n'
        '[events.context]\ndevice = "device"\nload = {column = "amount", as = "number"}\n'
    )
    row = run_import(mapping, {"log.csv": LOG + "e1,a,p,2024-01-01,convert,2.5,home,3,phone\n"}).rows("events")[0]

    assert list(row) == [*EVENT_COLUMNS, "context.device", "context.load"]
    assert tuple(row.values()) == (
        "e1", 1_704_067_200_000, "a", "convert", "p", "p", "home", 3, "e1", "a", "roaming", 2.5, "EUR", "phone", 2.5,
    )  # fmt: skip


def test_events_are_in_the_order_of_time_person_and_id(run_import):
    """Whatever the order of the input."""
    lines = ["e3,b,p,2024-01-02", "e2,a,p,2024-01-02", "e1,a,p,2024-01-02", "e4,z,p,2024-01-01"]
    log = LOG + "".join(line + ",view,,,,\n" for line in lines)
    rows = run_import(HEAD + 'event_id = "id"\ntype = "did"', {"log.csv": log}).rows("events")

    assert [row["event_id"] for row in rows] == ["e4", "e1", "e2", "e3"]


def test_ids_are_derived_when_there_are_none(run_import):
    """From the file and the row: the same input gives the same ids, and equal rows are different events."""
    log = LOG + 2 * "x,a,p,2024-01-01,view,,,,\n"
    rows = [run_import(HEAD + 'type = "did"', {"log.csv": log}, out).rows("events") for out in ("one", "two")]

    assert [row["event_id"] for row in rows[0]] == ["e0-000000001", "e0-000000002"]
    assert rows[0] == rows[1]


def test_repeated_rows_are_duplicates_where_the_mapping_says_so(run_import):
    """By the event id, or by all mapped columns."""
    log = LOG + "x,a,p,2024-01-01,view,,,,\n" + "x,a,q,2024-01-01,view,,,,\n" + "y,a,p,2024-01-01,view,,,,\n"

    assert run_import(HEAD + 'type = "did"\nevent_id = "id"', {"log.csv": log}).summary["rejects"] == {"duplicate": 1}
    assert run_import(HEAD + 'type = "did"\nunique_rows = true', {"log.csv": log}).summary["rejects"] == {
        "duplicate": 1
    }
    assert run_import(HEAD + 'type = "did"', {"log.csv": log}).summary["rejects"] == {}
