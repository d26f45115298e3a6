"""Whatever is done to experiments in whichever order: documents stay sound, nobody moves or is in two of a layer."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from slotwise.documents import World
from slotwise.documents.experiments import LIVE, Experiment
from slotwise.errors import ExperimentError
from slotwise.experiments.assignment import Plan
from slotwise.experiments.life import allocate, archive, pause, ramp, rephase, resume, start, stop
from tests.experiments import DAY, HALVES, NOW, experiment

KINDS = {"one": {}, "two": {}, "three": {}, "four": {}, "five": {"layer": "second", "kind": "bandit"}}
RUNNING = ("running",)
UNITS = [f"p_{each}" for each in range(60)]
SHARES = st.sampled_from([0.01, 0.05, 0.2, 0.5])
SKEWED = [{**HALVES[0], "weight": 0.8}, {**HALVES[1], "weight": 0.2}]


def having(*status):
    """Only while one of them stands so."""
    return precondition(lambda self: any(each.status in status for each in self.all.values()))


class Lives(RuleBasedStateMachine):
    """Five experiments, four of them in one layer and one a bandit, and a clock."""

    @initialize()
    def begin(self):
        """All are drafts."""
        self.now = NOW
        self.all = {name: experiment(name, **given) for name, given in KINDS.items()}
        self.seen = {}

    def do(self, data, status, act):
        """Do something to one that stands so, unless it may not be done; what follows must be a legal change."""
        name = data.draw(st.sampled_from([each for each in self.all if self.all[each].status in status]))
        try:
            found = act(self.all[name], list(self.all.values()))
        except ExperimentError:
            return
        after = {**self.all, name: found}
        assert list(Experiment.check_change({"experiments": self.all}, {"experiments": after})) == []
        self.all = after

    @rule(hours=st.sampled_from([0, 1, 24, 24 * 15]))
    def wait(self, hours):
        """Time goes on."""
        self.now += hours * DAY // 24

    @having("draft")
    @rule(data=st.data(), share=SHARES)
    def start(self, data, share):
        """Begin, where there is room."""
        self.do(data, ["draft"], lambda it, others: start(it, self.now, others=others, share=share))

    @having(*RUNNING)
    @rule(data=st.data(), share=SHARES)
    def ramp(self, data, share):
        """Grow, where there is room."""
        self.do(data, RUNNING, lambda it, others: ramp(it, self.now, share, others))

    @having(*RUNNING)
    @rule(data=st.data(), variant=st.sampled_from([None, "challenger", "control"]))
    def pause(self, data, variant):
        """Pause a variant or all."""
        self.do(data, RUNNING, lambda it, _: pause(it, self.now, variant))

    @having(*LIVE)
    @rule(data=st.data(), variant=st.sampled_from([None, "challenger"]))
    def resume(self, data, variant):
        """Go on."""
        self.do(data, LIVE, lambda it, _: resume(it, self.now, variant))

    @having(*LIVE)
    @rule(data=st.data(), share=st.none() | SHARES, variants=st.sampled_from([HALVES, SKEWED]))
    def rephase(self, data, share, variants):
        """Begin a new phase with other weights."""
        wanted = {"variants": experiment(variants=variants).variants}
        self.do(
            data,
            LIVE,
            lambda it, all_: rephase(it, it.model_copy(update=wanted), self.now, others=all_, share=share),
        )

    @having(*RUNNING)
    @rule(data=st.data(), first=st.sampled_from([0.0, 0.3, 1.0]))
    def allocate(self, data, first):
        """Give a bandit's variants other weights."""
        self.do(data, RUNNING, lambda it, _: allocate(it, self.now, [first, 1 - first]))

    @having(*LIVE)
    @rule(data=st.data())
    def stop(self, data):
        """End."""
        self.do(data, LIVE, lambda it, _: stop(it, self.now))

    @having("stopped")
    @rule(data=st.data())
    def archive(self, data):
        """Put away."""
        self.do(data, ["stopped"], lambda it, _: archive(it, self.now))

    @invariant()
    def documents_are_sound(self):
        """Each by itself and all together, and written and read again they are the same."""
        entries = {"experiments": self.all}
        found = [problem for each in self.all.values() for problem in each.check(entries, World())]
        assert [each for each in [*found, *Experiment.check_all(entries, World())] if not each.warning] == []

    @invariant()
    def nobody_moves(self):
        """Inside a phase and batch a unit that was in a variant stays in it, or is out while all are paused."""
        plan = Plan.of(self.all.values(), [])
        layers = {each.id: each.layer for each in self.all.values()}
        for unit in UNITS:
            owned = []
            for each in plan.assign({"person": unit}, None, lambda _: True, self.now):
                allocations = self.all[each.experiment].phase.allocations
                key = (unit, each.experiment, each.phase, allocations[-1].batch if allocations else 0)
                if each.variant:
                    owned.append(layers[each.experiment])
                    assert self.seen.setdefault(key, each.variant) == each.variant
                elif key in self.seen:
                    assert self.all[each.experiment].status == "paused"
            assert len(owned) == len(set(owned))

    @invariant()
    def who_runs_has_a_phase(self):
        """And only who runs."""
        for each in self.all.values():
            assert (each.status in LIVE) == (each.phase is not None and each.phase.ended_at is None)


Lives.TestCase.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
TestLives = Lives.TestCase
