"""Experiments at a terminal: what people read is what there is, a dash where there is nothing."""

import numpy as np
import pytest
from rich.console import Console

from service.commands import experiment_shown
from service.experiments.telling import experiment_told, row_told
from service.stores.experiment_reports import ExperimentReport
from slotwise.analysis.experiments.planning import plan
from slotwise.analysis.experiments.reporting import report
from slotwise.analysis.opened import open_log
from slotwise.documents.experiments import Variant
from slotwise.experiments.life import pause
from tests.experiment_logs import BEGAN, DAY, A, B, assigned, document, documents, event, write
from tests.service.experiments.living import START, experiment

LOOK = {"phase": 1, "harms": [{"variant": "bold", "metric": "latency_ms", "text": "slower by 40%, 20% is borne"}]}


def text(shown):
    """What a reader sees, without the frame of tables."""
    console = Console(width=300)
    with console.capture() as caught:
        console.print(shown)
    return caught.get()


def said(units=None, code="keep_going", words="wait 9 more days"):
    """A report as it is kept."""
    told = {"phase": 1, "units": units or {"control": 1200, "bold": 1180}, "verdict": {"code": code, "text": words}}
    return ExperimentReport(told, "", START, False, "")


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """A log of one day in which 100 persons a side clicked now and then."""
    chance = np.random.default_rng(7)
    sides = [(side, number) for side in (A, B) for number in range(100)]
    rows = [assigned(f"{side}{n}", side, n) for side, n in sides]
    events = [event(f"{side}{n}", "exposure", 10 + n) for side, n in sides]
    events += [event(f"{side}{n}", "click", 200 + n) for side, n in sides for _ in range(chance.poisson(2))]
    with open_log(write(tmp_path_factory.mktemp("shown") / "log", DAY + 10, assignments=rows, events=events)) as found:
        yield found


@pytest.fixture
def reported(opened):
    """The report on the log's experiment, whose document is changed as given."""

    def made(**given):
        configuration, entry = documents(document(**given))
        return report(opened, entry, configuration)

    return made


def test_experiments_stand_in_a_line_each():
    """With whom they met, what is said of them, and what rests; of a draft there is nothing to say."""
    running = row_told(pause(experiment(), START + 1, "bold", "odd"), said())
    draft = row_told(experiment("later", status="draft", phases=[]))
    lines = [line for line in text(experiment_shown.rows([running, draft])).splitlines() if "│" in line]

    assert [each.strip() for each in lines[0].strip("│").split("│")] == [
        "hero", "running", "1", "100%", "control 1,200, bold 1,180", "keep_going", "bold",
    ]  # fmt: skip
    assert [each.strip() for each in lines[1].strip("│").split("│")] == ["later", "draft", "-", "-", "-", "-", ""]


def test_without_experiments_that_is_said():
    """Instead of an empty table."""
    assert experiment_shown.rows([]) == "there are no experiments"


def test_one_experiment_is_shown_with_all_that_is_known():
    """Title, where it stands, its variants, the verdict in words, the harm that was seen, and why a variant rests."""
    found = text(
        experiment_shown.one(experiment_told(pause(experiment(title="Bolder"), START, "bold", "odd"), said(), LOOK))
    )

    assert found.startswith("hero: Bolder\nrunning, phase 1, layer main, by person\n")
    assert all(each in found for each in ("control (control)", "50.0%", "odd", "wait 9 more days", "slower by 40%"))


def test_one_that_nobody_met_is_shown_without_what_there_is_not():
    """The hypothesis in place of a title, or the bare name; no verdict and no guardrails."""
    patched = [
        Variant(variant="control", weight=0.5),
        Variant(variant="bold", weight=0.5, model="7", patch={"rules": {"r": {"priority": 2}}}),
    ]
    draft = {"status": "draft", "phases": [], "variants": patched}
    found = text(experiment_shown.one(experiment_told(experiment(hypothesis="bolder is better", **draft))))

    assert found.startswith("hero: bolder is better\ndraft, phase -, layer main, by person\n")
    assert "rules/r" in found
    assert "guardrail" not in found
    assert text(experiment_shown.one(experiment_told(experiment(**draft)))).startswith("hero\n")


def test_markup_in_names_is_text():
    """What people write into a document is shown as they wrote it."""
    odd = experiment(title="[red]Sale[/red]")

    assert "hero: [red]Sale[/red]" in text(experiment_shown.one(experiment_told(odd)))


def test_what_an_act_made_is_said_in_a_line():
    """Its warnings first; an act without a revision changed nothing, and a draft that is gone is taken away."""
    told = {"experiment": row_told(experiment()), "revision": 7, "warnings": ["nobody gets 'bold'"]}
    draft = row_told(experiment(status="draft", phases=[]))

    assert text(experiment_shown.done(told)) == (
        "warning: nobody gets 'bold'\nhero is running, 100% of layer main; revision 7\n"
    )
    unchanged = {"experiment": draft, "revision": None, "warnings": []}
    assert text(experiment_shown.done(unchanged)) == "hero is draft; nothing changed\n"
    gone = {"experiment": None, "revision": 8, "warnings": []}
    assert text(experiment_shown.done(gone)) == "taken away; revision 8\n"


def test_a_history_is_a_table():
    """Who, when, what and why; before anything was done that is said."""
    deed = {"revision": 3, "at": "2026-06-01", "act": "ramp", "author": "lin", "reason": "more", "more": "unseen"}
    found = text(experiment_shown.history([deed]))

    assert all(each in found for each in ("ramp", "lin", "more", "2026-06-01"))
    assert "unseen" not in found
    assert experiment_shown.history([]) == "nothing has been done yet"


def test_a_plan_is_shown_day_by_day(opened):
    """From what it was made, what each day could show, and what it comes to in words."""
    configuration, entry = documents(document(status="draft", phases=[], touchpoints=[], history_days=0.0))
    told = plan(opened, entry, configuration, share=1.0)
    found = text(experiment_shown.plan(told))

    assert found.startswith(f"clicks: {told['baseline']:.4g} today, from 200 units\n")
    assert "smallest effect" in found
    assert f"{told['by_day'][0]['smallest_effect']:.2%}" in found
    assert told["text"] in found


def test_a_plan_of_too_little_has_no_days(opened):
    """Nor a table of them."""
    configuration, entry = documents(document(status="draft", phases=[], touchpoints=[], history_days=0.0))
    told = {**plan(opened, entry, configuration), "by_day": []}

    found = text(experiment_shown.plan(told))
    assert found.endswith(f"{told['text']}\n")
    assert "│" not in found


def test_a_report_is_shown_in_short(reported):
    """As of when, whom it met, each metric's change with its interval, and the verdict."""
    told = reported(secondary=[{"metric": "ctr"}])
    found = text(experiment_shown.report(told))

    assert found.startswith(f"e, phase 1 (running), as of {told['as_of']}\nunits: a 100, b 100\n")
    assert told["verdict"]["text"] in found
    for metric in told["metrics"]:
        row = next(line for line in found.splitlines() if f" {metric['metric']} " in line and "│" in line)
        decides = metric["comparisons"][B]["decides"]
        change = decides["relative"] or decides["absolute"]
        number = f"{change['value']:.2%}" if decides["relative"] else f"{change['value']:.4g}"
        assert number in row
        assert metric["role"] in row


def test_a_report_says_whether_it_is_the_last_word(reported):
    """While it runs, when it is over, and once it is frozen."""
    told = reported()
    over = {**told, "over": True}

    assert [text(experiment_shown.report(each)).splitlines()[0].split(",")[1] for each in (
        told, over, {**over, "frozen": {"digest": "x"}},
    )] == [" phase 1 (running)", " phase 1 (over)", " phase 1 (frozen)"]  # fmt: skip


def test_what_is_not_in_order_is_told(opened):
    """Each check that failed, with its figures; weights that nobody kept to, for one."""
    variants = [{"variant": A, "weight": 0.9}, {"variant": B, "weight": 0.1}]
    configuration, entry = documents(document({"variants": variants}, variants=variants))
    told = report(opened, entry, configuration)
    failing = [each for each in told["health"] if not each["ok"]]
    found = text(experiment_shown.report(told))

    assert failing
    assert all(f"unhealthy: {each['check']}: {each['detail']}" in found for each in failing)
    assert all(f"  {each}" in found for each in told["verdict"]["reasons"])


def test_a_metric_of_which_nothing_can_be_said_has_a_dash(opened):
    """Neither a change nor a p value."""
    configuration, entry = documents(document(primary={"metric": "sales"}))
    told = report(opened, entry, configuration, as_of=BEGAN + 1)
    row = next(line for line in text(experiment_shown.report(told)).splitlines() if " sales " in line and "│" in line)

    assert [each.strip() for each in row.strip("│").split("│")][-2:] == ["-", "-"]


def test_units_are_counted_for_reading():
    """By variant, thousands apart; a dash before anybody came."""
    assert experiment_shown.units({"units": {"a": 12_345, "b": 0}}) == "a 12,345, b 0"
    assert experiment_shown.units({"units": None}) == experiment_shown.units({"units": {}}) == "-"
    assert text(experiment_shown.units_line({"units": {"a": 1}})) == "units: a 1\n"
