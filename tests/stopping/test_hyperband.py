"""Brackets of halving side by side."""

from collections import Counter

import pytest

from fitwright.core.errors import SettingError
from fitwright.core.events import Asked, Stepped
from fitwright.core.history import History
from fitwright.core.trial import Result, Step, Steps
from fitwright.stopping import made
from fitwright.stopping.hyperband import Hyperband

CUT = Steps(1, (1.0, 3.0, 9.0))


def test_brackets_get_candidates_in_the_proportions_of_the_paper():
    rule = Hyperband()
    share = Counter(rule.bracket(number, CUT) for number in range(1300))
    assert set(share) == {0, 1, 2}
    assert share[0] / share[2] == pytest.approx(9 / 3, rel=0.05)
    assert share[1] / share[2] == pytest.approx(4.5 / 3, rel=0.05)


def test_early_numbers_are_spread_over_the_brackets():
    assert len({Hyperband().bracket(number, CUT) for number in range(6)}) == 3


def test_candidates_are_compared_within_their_bracket():
    rule, history = Hyperband(), History(CUT)
    for number in range(30):
        history.add(Asked(number, {}), Stepped(number, Step(), Result(float(number))))
    verdicts = {b: [] for b in range(3)}
    for trial in history:
        verdicts[rule.bracket(trial.number, CUT)].append(rule.judge(trial, history))
    lowest = verdicts[0]
    assert lowest == ["go"] * (len(lowest) // 3) + ["pause"] * (len(lowest) - len(lowest) // 3)
    assert set(verdicts[1]) == set(verdicts[2]) == {"go"}


def test_the_last_bracket_lets_all_through():
    rule, history = Hyperband(), History(CUT)
    numbers = [n for n in range(60) if rule.bracket(n, CUT) == 2]
    for number in numbers:
        steps = [Stepped(number, Step(0, f), Result(float(number))) for f in range(2)]
        history.add(Asked(number, {}), *steps)
    assert {rule.judge(history[n], history) for n in numbers} == {"go"}


def test_brackets_have_candidates_in_the_proportions_of_the_paper():
    assert Hyperband().shares(5) == pytest.approx([81, 33.75, 15, 7.5, 5])


def test_work_in_rows_is_for_searchcv_alone():
    with pytest.raises(SettingError, match="which only SearchCV can give"):
        made(Hyperband(resource="n_samples"))


@pytest.mark.parametrize(
    "given",
    [
        {"factor": 1},
        {"first": 0},
        {"brackets": 0},
        {"min_resources": 50},
        {"resource": "n_samples", "max_resources": 0},
    ],
)
def test_bad_settings_are_said(given):
    with pytest.raises(SettingError, match="Expected"):
        Hyperband(**given)
