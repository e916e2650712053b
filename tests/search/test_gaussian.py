"""The Gaussian process finds in dozens of trials what draws do not find in hundreds."""

import numpy as np
import pytest
from scipy.special import ndtr

from fitwright.core.errors import SettingError
from fitwright.core.history import History
from fitwright.search._acquire import Promise, log_improvement
from fitwright.search._kernels import Prior, Probable, misfit, most_probable
from fitwright.search._process import Kernel, Pairs, condition
from fitwright.search.gaussian import Gaussian, standard
from fitwright.search.random import Random
from fitwright.space import Float, Space
from tests.search.minimise import FLAT, RULED, TREE, best, hill, in_flight, run, told

CHOICES = np.array([False, False, True])
KERNELS = [
    Kernel(np.array([4.0, 1.0, 0.5]), scale=1.3, noise=1e-3, line=0.2, bow=0.1),
    Kernel(np.array([1.0, 2.0, 1.5]), scale=0.7, noise=1e-4, line=0.1, bow=0.4),
]


def places(count, seed=0):
    rng = np.random.default_rng(seed)
    return np.column_stack([rng.random((count, 2)), (rng.integers(0, 3, count) + 0.5) / 3])


def waves(X):
    return np.sin(5 * X[:, 0]) + X[:, 2]


@pytest.fixture
def process():
    X = places(12)
    return condition(KERNELS, X, waves(X), CHOICES)


def slopes_by_steps(function, z, columns):
    """(values, columns) differences of what `function` gives, over small steps of each column."""
    found = []
    for column in columns:
        step = np.zeros_like(z)
        step[:, column] = 1e-5
        found.append(((np.array(function(z + step)) - np.array(function(z - step))) / 2e-5).ravel())
    return np.array(found).T


@pytest.mark.slow
def test_forty_trials_do_better_than_two_hundred_draws():
    drawn = [best(Random(FLAT, seed=seed), hill, 200) for seed in range(2)]
    assert max(best(Gaussian(FLAT, seed=seed), hill, 40) for seed in range(2)) < 0.25 * min(drawn)


@pytest.mark.slow
def test_branches_conditions_and_forbidden_combinations_hold():
    history = run(Gaussian(RULED, seed=0), lambda c: abs(c["C"] - 20) + (c["kernel"] != "rbf"), 30)
    assert all(RULED.complete(trial.config) == trial.config for trial in history)
    loss = best(Gaussian(TREE), lambda c: abs(c.get("linear.C", 1.0) - 0.3), 30)
    assert loss < 0.01


def test_trials_under_way_push_the_next_away():
    space = Space(x=Float(0, 1), y=Float(0, 1))
    history = run(Gaussian(space, seed=0), lambda c: np.sin(9 * c["x"]) + np.cos(7 * c["y"]), 12)
    asked = [(c["x"], c["y"]) for c in in_flight(Gaussian(space, seed=0), history, 4)]
    apart = [np.hypot(a - c, b - d) for i, (a, b) in enumerate(asked) for c, d in asked[:i]]
    assert min(apart) > 1e-2


@pytest.mark.slow
def test_where_trials_fail_it_goes_no_more():
    history = run(Gaussian(Space(x=Float(0, 1)), seed=3), lambda c: None if c["x"] > 0.5 else 1 - c["x"], 30)
    assert sum(trial.state == "failed" for trial in list(history)[-12:]) < 10
    assert history.best(1)[0].config["x"] > 0.45


@pytest.mark.parametrize("unit", [1e300, 1e-300])
def test_losses_as_large_and_as_small_as_numbers_get_do_no_harm(unit):
    history = run(Gaussian(Space(x=Float(0, 1)), seed=0), lambda c: unit * (c["x"] - 0.3) ** 2, 16)
    assert abs(history.best(1)[0].config["x"] - 0.3) < 0.01


def test_losses_that_are_all_the_same_do_no_harm():
    assert len(run(Gaussian(FLAT, seed=0), lambda c: 1.0, 14)) == 14


def test_its_slopes_are_those_of_its_predictions(process):
    z = np.array([[0.31, 0.72, 0.5]])
    mean, deviation, of_mean, of_deviation = process.slopes(z)
    assert np.allclose([mean, deviation], process.predict(z))
    told_slopes = np.vstack([of_mean[:, 0, :2], of_deviation[:, 0, :2]])
    assert np.allclose(told_slopes, slopes_by_steps(process.predict, z, (0, 1)), rtol=1e-4)
    assert (of_mean[..., 2] == 0).all()
    assert (of_deviation[..., 2] == 0).all()


def test_the_slope_of_what_is_promised_is_right_with_and_without_a_price(process):
    z, y = np.array([[0.31, 0.72, 0.5], [0.9, 0.2, 1 / 6]]), waves(process.X)
    price = condition(KERNELS[:1], process.X, process.X[:, 1], CHOICES)
    lowest = np.array([[y.min()]])
    for promise in (Promise(process, lowest), Promise(process, lowest, price, 2.5)):
        values, slope = promise.slopes(z)
        assert np.allclose(values, promise.of(z))
        assert np.allclose(slope[:, :2], slopes_by_steps(promise.of, z, (0, 1)), rtol=1e-4)


def test_it_goes_through_what_it_has_seen_and_is_unsure_elsewhere(process):
    mean, deviation = process.predict(process.X)
    assert np.allclose(mean, waves(process.X), atol=0.05)
    assert deviation.max() < 0.1
    assert (process.predict(np.array([[-20.0, 20.0, 0.1]]))[1] > 1).all()


def test_a_bowl_is_seen_beyond_the_places_that_are_known():
    X = places(20)
    X[:, :2] = 0.25 + 0.5 * X[:, :2]
    y = standard(((X[:, :2] - 0.5) ** 2).sum(axis=1))
    process = condition(Probable(X, y, CHOICES, np.random.default_rng(0)).first(4), X, y, CHOICES)
    corner, _ = process.predict(np.array([[0.0, 0.0, 0.5], [1.0, 1.0, 0.5]]))
    assert corner.mean(axis=0).min() > y.max()


def test_the_slope_of_the_likelihood_is_right():
    rng, logs = np.random.default_rng(1), np.array([0.3, -0.2, 1.0, 0.1, -4.0, -1.0, -0.5])
    pairs, y = Pairs.of(places(9), CHOICES), rng.standard_normal(9)
    _, slope = misfit(pairs, y, Kernel.of(logs))
    for i in range(len(logs)):
        step = np.eye(len(logs))[i] * 1e-5
        up, down = (misfit(pairs, y, Kernel.of(logs + sign * step))[0] for sign in (1, -1))
        assert slope[i] == pytest.approx((up - down) / 2e-5, rel=1e-4, abs=1e-6)


def test_kernels_are_the_most_probable_one_and_others_that_explain_the_values_about_as_well():
    X = places(30)
    y, pairs, prior = standard(np.sin(6 * X[:, 0])), Pairs.of(X, CHOICES), Prior.of(3)
    first, *others = Probable(X, y, CHOICES, np.random.default_rng(0)).first(8)
    assert np.array_equal(first.weights, Kernel.of(most_probable(pairs, y, prior)).weights)
    assert len({kernel.scale for kernel in others}) == 7
    usual = misfit(pairs, y, Kernel.of(prior.centre))[0]
    assert max(misfit(pairs, y, kernel)[0] for kernel in others) < usual
    assert np.mean([np.log(k.weights[0] / k.weights[1]) for k in others]) > 0.5
    again = Probable(X, y, CHOICES, np.random.default_rng(0)).first(8)
    assert [kernel.scale for kernel in again[1:]] == [kernel.scale for kernel in others]


def test_the_logarithm_of_the_improvement_is_exact_near_and_far():
    z = np.array([-5.0, -1.5, -1.0, -0.3, 0.0, 2.0, 9.0])
    assert np.allclose(
        log_improvement(z), np.log(np.exp(-z * z / 2) / np.sqrt(2 * np.pi) + z * ndtr(z)), rtol=1e-6
    )
    far = log_improvement(-np.geomspace(1, 1e8, 200))
    assert np.isfinite(far).all()
    assert (np.diff(far) < 0).all()


def test_a_loss_that_is_far_off_does_not_flatten_the_others():
    losses = standard(np.array([0.1, 0.2, 0.3, 0.4, 1e9]))
    assert losses[3] - losses[0] > 1
    assert (np.diff(losses) > 0).all()


PRICED = Space(slow=Float(0, 1), x=Float(0, 1), y=Float(0, 1))


def priced(config):
    """Lowest (0) at x = .3 and y = .7, whatever `slow` is."""
    return (config["x"] - 0.3) ** 2 + (config["y"] - 0.7) ** 2


def seconds_of(config):
    """From 2 to 200."""
    return 2 * 100 ** config["slow"]


def best_within(searcher, seconds):
    """The lowest loss of the trials that a virtual clock leaves time for."""
    history, spent = History(), 0.0
    while True:
        config = searcher.ask(len(history), history)
        spent += seconds_of(config)
        if spent > seconds:
            return history.best(1)[0].loss
        history.add(*told(len(history), config, priced(config), seconds=seconds_of(config)))


@pytest.mark.slow
def test_where_trials_take_a_hundred_times_as_long_the_seconds_go_further():
    lost = {
        paid: [best_within(Gaussian(PRICED, seed, startup=4, per_second=paid), 300) for seed in range(2)]
        for paid in (False, True)
    }
    assert np.mean(lost[True]) < 0.5 * np.mean(lost[False])


def clocked(scale, timed=False):
    """A run of twelve trials whose seconds are the objective's to this power."""
    history = History()
    history.header["paid"] = timed
    for number, config in enumerate(PRICED.sample(np.random.default_rng(n)) for n in range(12)):
        history.add(*told(number, config, priced(config), seconds=seconds_of(config) ** scale))
    return history


def test_seconds_count_with_a_time_limit_only():
    space, plain = PRICED, clocked(0.0, timed=False)
    config = Gaussian(space).ask(12, plain)
    assert Gaussian(space).ask(12, clocked(1.0)) == config
    paid = Gaussian(space, per_second=True).ask(12, clocked(1.0))
    assert seconds_of(paid) < seconds_of(config)
    assert Gaussian(space).ask(12, clocked(1.0, timed=True)) == paid
    assert Gaussian(space, per_second=False).ask(12, clocked(1.0, timed=True)) == config


def test_seconds_that_hardly_differ_do_not_count():
    assert Gaussian(PRICED, per_second=True).ask(12, clocked(0.1)) == Gaussian(PRICED).ask(12, clocked(0.1))


def test_seconds_of_trials_that_were_cut_off_or_failed_are_none():
    history = clocked(1.0, timed=True)
    config = PRICED.sample(np.random.default_rng(99))
    history.add(*told(12, config, None))
    assert PRICED.complete(Gaussian(PRICED).ask(13, history))


def test_startup_of_one_is_refused():
    with pytest.raises(SettingError, match="startup"):
        Gaussian(FLAT, startup=1)


def test_the_first_config_is_the_default():
    assert Gaussian(FLAT).ask(0, History()) == FLAT.default()


def test_where_trials_are_many_new_kernels_come_one_at_an_ask_and_are_the_same_after_a_resume():
    rng = np.random.default_rng(0)
    X, y = rng.random((90, 2)), rng.standard_normal(90)
    searcher = Gaussian(Space(x=Float(0, 1), y=Float(0, 1)))
    scales = [{kernel.scale for kernel in searcher._probable(X[:n], y[:n], 4)} for n in range(80, 86)]
    assert [len(scales[0] & later) for later in scales] == [4, 3, 2, 1, 0, 0]
    resumed = Gaussian(Space(x=Float(0, 1), y=Float(0, 1)))
    assert {kernel.scale for kernel in resumed._probable(X[:83], y[:83], 4)} == scales[3]
