"""How far behind what is known a trial is chosen: with one job by all, with several by all but the last."""

import pytest

from fitwright import Float, tune
from fitwright.core.errors import SettingError
from fitwright.core.events import Asked, Opened, Stepped
from fitwright.ledger.memory import Memory
from fitwright.search.random import Random

SPACE = {"x": Float(-5, 5)}
RUNNING: list[list[int]] = []


def bowl(config):
    return (config["x"] - 2) ** 2


def outcomes(study):
    return [(trial.number, trial.config, trial.loss, trial.state) for trial in study]


class Watching(Random):
    """Notes which trials run when it is asked."""

    def ask(self, number, history):
        RUNNING.append([trial.number for trial in history.in_state("running")])
        return super().ask(number, history)


def test_one_job_sees_all_that_went_before():
    RUNNING.clear()
    tune(bowl, SPACE, search=Watching(), max_trials=6)
    assert RUNNING == [[]] * 6
    RUNNING.clear()
    tune(bowl, SPACE, search=Watching(), max_trials=6, lag=3)
    assert RUNNING == [[], [0], [0, 1], [1, 2], [2, 3], [3, 4]]


@pytest.mark.parametrize("jobs", [2, 3])
def test_several_jobs_give_one_study_and_one_job_the_same_where_it_is_asked(jobs):
    given = {"search": "tpe(startup=4)", "max_trials": 16, "random_state": 3}
    several = tune(bowl, SPACE, n_jobs=jobs, **given)
    assert outcomes(several) == outcomes(tune(bowl, SPACE, lag=4, **given))
    assert outcomes(several) != outcomes(tune(bowl, SPACE, **given))


def test_as_many_trials_run_as_there_are_jobs():
    RUNNING.clear()
    tune(bowl, SPACE, search=Watching(), max_trials=12, n_jobs=6)
    assert max(len(running) for running in RUNNING) == 5


def test_a_study_goes_on_with_more_jobs_and_with_fewer():
    given = {"search": "tpe(startup=4)", "random_state": 3}
    first = tune(bowl, SPACE, max_trials=10, **given)
    more = tune(bowl, SPACE, max_trials=18, run_dir=first, n_jobs=2, **given)
    assert outcomes(more)[:10] == outcomes(first)
    assert [event.header["lag"] for event in more.events if isinstance(event, Opened)] == [1, 4]
    heard = []
    last = tune(bowl, SPACE, max_trials=20, run_dir=more, callbacks=[heard.append], **given)
    assert heard[0] == Opened({"lag": 1})
    assert [*more.events, *heard] == list(last.events)
    assert outcomes(last)[:18] == outcomes(more)


def test_one_that_went_on_with_more_jobs_and_was_cut_ends_bit_for_bit_as_if_it_had_not_been():
    given = {"search": "tpe(startup=4)", "random_state": 3, "max_trials": 18, "n_jobs": 2}
    first = tune(bowl, SPACE, **(given | {"max_trials": 10, "n_jobs": 1}))
    whole = tune(bowl, SPACE, run_dir=first, **given)
    for count in range(len(first.events) + 1, len(whole.events), 4):
        record = Memory()
        record.append(whole.events[: count + isinstance(whole.events[count - 1], Asked | Stepped)])
        assert outcomes(tune(bowl, SPACE, run_dir=record, **given)) == outcomes(whole)


@pytest.mark.parametrize("lag", [0, -1, 1.5, "two", True])
def test_a_lag_is_a_number_of_trials(lag):
    with pytest.raises(SettingError, match="Expected lag as a whole number of trials from 1"):
        tune(bowl, SPACE, max_trials=3, lag=lag)
