"""Optuna's names of pruners."""

import pytest

from fitwright import optuna, tune
from fitwright.core.errors import SettingError
from fitwright.optuna import pruners
from fitwright.optuna._rules import Bounds, Spaced, Waits
from fitwright.stopping.halving import Halving
from fitwright.stopping.hyperband import Hyperband
from fitwright.stopping.median import Median
from fitwright.stopping.never import Never
from fitwright.stopping.percentile import Percentile


@pytest.mark.parametrize(
    ("pruner", "rule"),
    [
        (pruners.MedianPruner(n_startup_trials=0), Median(warmup=1)),
        (pruners.MedianPruner(n_warmup_steps=3, n_min_trials=7), Spaced(Median(warmup=7), 3)),
        (pruners.PercentilePruner(25.0, 7, interval_steps=2), Spaced(Percentile(25.0, 7, 1), 0, 2)),
        (pruners.ThresholdPruner(upper=2, interval_steps=4), Spaced(Bounds(upper=2), 0, 4)),
        (pruners.SuccessiveHalvingPruner(2, 3, 1), Halving(3, 6)),
        (pruners.HyperbandPruner(1, 27, 3), Hyperband(3, 1, 4)),
        (pruners.HyperbandPruner(), Hyperband(3, 1)),
        (pruners.PatientPruner(None, 5, 0.1), Waits(5, 0.1)),
    ],
)
def test_each_stands_for_a_rule_of_ours(pruner, rule):
    assert pruner.rule == rule
    assert isinstance(pruners.NopPruner().rule, Never)


def test_settings_without_a_counterpart_are_named():
    with pytest.warns(UserWarning, match="bootstrap_count"):
        pruners.HyperbandPruner(bootstrap_count=3)
    with pytest.raises(SettingError, match="interval_steps from 1"):
        pruners.MedianPruner(interval_steps=0)


def ended(pruner, *, direction="minimize", shapes=(), steps=8):
    """How many reports each trial made, told by its height at each step."""
    reports = []

    def objective(trial):
        trial.suggest_float("x", 0, 1)
        for step in range(steps):
            trial.report(shapes[trial.number](step), step)
            reports[trial.number :] = [step + 1]
            if trial.should_prune():
                raise optuna.TrialPruned
        return shapes[trial.number](steps)

    study = optuna.create_study(direction=direction, pruner=pruner)
    study.optimize(objective, n_trials=len(shapes))
    return reports


def test_what_lies_beyond_a_bound_ends():
    rise, fall = (lambda step: step), (lambda step: -step)
    pruner = pruners.ThresholdPruner(lower=-4, upper=2)
    assert ended(pruner, shapes=[rise, fall]) == [4, 6]
    assert ended(pruner, shapes=[rise, fall], direction="maximize") == [4, 6]
    assert ended(pruners.ThresholdPruner(upper=2, n_warmup_steps=5), shapes=[rise, fall]) == [6, 8]
    with pytest.raises(SettingError, match="neither"):
        pruners.ThresholdPruner()
    with pytest.raises(SettingError, match="at most"):
        pruners.ThresholdPruner(lower=2, upper=1)


@pytest.mark.parametrize("start", [0, 30])
@pytest.mark.parametrize("interval", [1, 10, 25])
@pytest.mark.parametrize("every", [1, 7])
def test_steps_of_a_warmup_and_of_an_interval_go_by_their_numbers_as_with_optuna(start, interval, every):
    real = pytest.importorskip("optuna")

    def asked(module):
        def objective(trial):
            trial.suggest_float("x", 0, 1)
            for step in range(0, 80, every):
                trial.report(float(step), step)
                if trial.should_prune():
                    return step
            return 80

        ends = []
        for bound in range(0, 80, 6):
            pruner = module.pruners.ThresholdPruner(None, bound, start, interval)
            study = module.create_study(pruner=pruner)
            study.optimize(objective, n_trials=1)
            ends.append(study.trials[0].value)
        return ends

    assert asked(optuna) == asked(real)


def test_patience_comes_before_another_rule():
    flat, late, rise = (lambda step: 5.0), (lambda step: 9.0 - step), (lambda step: 5.0 + step)
    shapes = [lambda step: 0.0] * 5 + [flat, late, rise]
    assert ended(pruners.MedianPruner(), shapes=shapes)[5:] == [1, 1, 1]
    assert ended(pruners.PatientPruner(pruners.MedianPruner(), 3), shapes=shapes)[5:] == [8, 8, 5]
    assert ended(pruners.PatientPruner(None, 3), shapes=shapes)[5:] == [8, 8, 5]
    assert ended(pruners.PatientPruner(None, 0), shapes=shapes)[5:] == [8, 8, 2]
    assert ended(pruners.PatientPruner(None, 0, 2.5), shapes=shapes)[5:] == [8, 8, 4]
    with pytest.raises(SettingError, match="from 0 on"):
        pruners.PatientPruner(None, -1)


def test_instances_are_compared_one_by_one():
    hard = [3.0, 90.0, 1.0, 40.0, 7.0, 20.0, 5.0, 60.0, 30.0]
    shapes = [hard.__getitem__, lambda step: hard[step] + 1 + step / 9, lambda step: hard[step] - 1]
    assert ended(pruners.WilcoxonPruner(p_threshold=0.1), shapes=shapes) == [8, 4, 8]
    assert ended(pruners.WilcoxonPruner(n_startup_steps=6), shapes=shapes) == [8, 6, 8]


def test_those_that_are_not_there_are_named():
    with pytest.raises(AttributeError, match=r"MedianPruner.*stopping="):
        _ = pruners.RacingPruner


class Worst(pruners.BasePruner):
    """Of the user's, as in Optuna's guide: ends what is worse than all that are complete."""

    def __init__(self, trials):
        self.trials = trials

    def prune(self, study, trial):
        done = study.get_trials(deepcopy=False, states=(optuna.trial.TrialState.COMPLETE,))
        told = [other.intermediate_values[trial.last_step] for other in done]
        worse = max if study.direction == optuna.study.StudyDirection.MINIMIZE else min
        now = trial.intermediate_values[trial.last_step]
        return len(done) >= self.trials and worse([now, *told]) == now != study.best_trial.value


class Late(pruners.MedianPruner):
    """Another of Optuna's names, asked from the third step on."""

    def prune(self, study, trial):
        return trial.last_step >= 2 and super().prune(study, trial)


class Plain:
    """No class of Optuna's at all."""

    def prune(self, study, trial):
        return trial.number == 1 and trial.datetime_start < trial.datetime_start.now()


def test_a_class_of_the_users_says_what_is_to_end():
    shapes = [lambda step, high=high: float(high) for high in (3, 5, 4, 9, 2, 1)]
    assert ended(Worst(3), shapes=shapes) == [8, 8, 8, 1, 8, 8]
    assert ended(Worst(3), shapes=shapes, direction="maximize") == [8, 8, 8, 8, 1, 1]
    rising = [lambda step, shape=shape: shape(step) + step for shape in shapes]
    assert ended(pruners.PatientPruner(Worst(3), 2), shapes=rising) == [8, 8, 8, 4, 8, 8]
    assert ended(Late(n_startup_trials=3), shapes=shapes) == [8, 8, 8, 3, 8, 8]
    assert ended(Plain(), shapes=shapes) == [8, 1, 8, 8, 8, 8]


def test_pruners_of_optunas_own_are_taken():
    real = pytest.importorskip("optuna")
    shapes = [lambda step, high=high: float(high) for high in (3, 5, 4, 9, 2, 1)]
    given = real.pruners.MedianPruner(n_startup_trials=3, n_warmup_steps=1)
    assert ended(given, shapes=shapes) == [8, 8, 8, 2, 8, 8]
    rising = [lambda step, shape=shape: shape(step) + step for shape in shapes]
    assert ended(pruners.PatientPruner(given, 2), shapes=rising) == [8, 8, 8, 4, 8, 8]


@pytest.mark.parametrize("pruner", [3, "no such rule", pruners.NopPruner])
def test_what_is_no_pruner_is_said_at_once(pruner):
    with pytest.raises(SettingError):
        optuna.create_study(pruner=pruner)


def test_a_class_that_does_not_say_what_ends_is_named():
    class Silent(pruners.BasePruner):
        pass

    with pytest.raises(SettingError, match="Silent to have a method prune"):
        ended(Silent(), shapes=[lambda step: 1.0])


class Curious(pruners.BasePruner):
    """Looks at all that Optuna lets a pruner look at."""

    def __init__(self):
        self.seen = []

    def prune(self, study, trial):
        done = study.get_trials(deepcopy=False, states=(optuna.trial.TrialState.COMPLETE,))
        self.seen.append((trial.number, study.best_value if done else None))
        assert (study.study_name, study.metric_names) == ("watched", ["error"])
        assert study.trials[trial.number].intermediate_values == trial.intermediate_values
        assert study.directions == [study.direction]
        assert len(study.trials_dataframe()) == len(study.trials)
        study.set_user_attr("last", trial.number)
        if trial.number == 3:
            study.stop()
        return trial.intermediate_values[trial.last_step] > study.user_attrs["bound"]


@pytest.mark.parametrize("patience", [None, 0])
def test_it_may_look_at_all_of_the_study(patience):
    def objective(trial):
        for step in range(2):
            trial.report(float(trial.number + step), step)
            if trial.should_prune():
                raise optuna.TrialPruned
        return float(trial.number)

    curious = Curious()
    pruner = curious if patience is None else pruners.PatientPruner(curious, patience)
    study = optuna.create_study(study_name="watched", pruner=pruner)
    study.set_user_attr("bound", 2.5)
    study.set_metric_names(["error"])
    study.optimize(objective, n_trials=9)
    assert [trial.state.name for trial in study.trials] == ["COMPLETE", "COMPLETE", "PRUNED", "PRUNED"]
    assert study.user_attrs["last"] == 3
    every = [(0, None), (0, None), (1, 0.0), (1, 0.0), (2, 0.0), (2, 0.0), (3, 0.0)]
    assert curious.seen == (every if patience is None else [*every[1:6:2], (3, 0.0)])


def test_a_run_of_tune_has_no_name_to_tell():
    seen = []

    class Named(pruners.BasePruner):
        def prune(self, study, trial):
            seen.append((study.direction.name, hasattr(study, "study_name")))
            return False

    def loss(config):
        yield config["x"]
        yield config["x"]

    tune(loss, {"x": [1, 2]}, stopping=Named().rule, max_trials=1)
    assert set(seen) == {("MINIMIZE", False)}
