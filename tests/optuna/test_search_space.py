"""What trials share."""

from fitwright import optuna
from fitwright.optuna.search_space import IntersectionSearchSpace, intersection_search_space


def objective(trial):
    x = trial.suggest_float("x", 0, 1)
    trial.suggest_int("n", 1, 3 if trial.number == 2 else 2)
    if trial.number == 3:
        raise optuna.TrialPruned
    return x + trial.suggest_categorical("kind", [1, 2])


def test_what_all_complete_trials_have_asked_for_alike_is_shared():
    study = optuna.create_study()
    assert intersection_search_space(study.trials) == {}
    study.optimize(objective, n_trials=2)
    assert list(intersection_search_space(study.trials)) == ["kind", "n", "x"]
    study.optimize(objective, n_trials=2)
    assert list(IntersectionSearchSpace().calculate(study)) == ["kind", "x"]
    assert IntersectionSearchSpace(include_pruned=True).calculate(study) == {
        "x": optuna.distributions.FloatDistribution(0, 1)
    }
