"""Plans of phases: kept as they were when the phase began."""

from service.stores.experiment_plans import ExperimentPlans


def test_a_plan_is_kept_once(database):
    """Another plan of the same phase comes too late; each phase has its own."""
    plans = ExperimentPlans(database)
    assert plans.of("one", 1) is None
    plans.keep("one", 1, {"planned_units": 100}, 10)
    plans.keep("one", 1, {"planned_units": 200}, 20)
    plans.keep("one", 2, {"planned_units": 300}, 30)

    assert plans.of("one", 1) == {"planned_units": 100}
    assert plans.of("one", 2) == {"planned_units": 300}
