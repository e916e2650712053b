"""Objectives as people write them."""

import pytest

from fitwright.core.errors import SettingError
from fitwright.core.goals import Goals
from fitwright.core.trial import Result, Steps
from fitwright.objectives import Function, Yielding, as_objective
from tests.courses import losses, told

MOST = Goals.read("maximize")


def test_a_function_of_a_config_is_one_step():
    objective = as_objective(lambda config: config["x"] ** 2, defines=False)
    assert isinstance(objective, Function)
    assert losses(told(objective, config={"x": 3})) == [9.0]
    assert losses(told(as_objective(lambda t: 5, defines=True, goals=MOST))) == [-5.0]


def test_what_has_steps_is_taken_as_it_is():
    class Whole:
        steps = Steps(3)

        def __call__(self, work):
            return Result(1.0)

    whole = Whole()
    assert as_objective(whole, defines=False) is whole
    with pytest.raises(SettingError, match="minimize"):
        as_objective(whole, defines=False, goals=MOST)


def test_a_generator_is_a_step_for_each_loss():
    def train(config):
        for epoch in range(3):
            yield config["x"] - epoch

    objective = as_objective(train, defines=False)
    assert isinstance(objective, Yielding)
    dones = told(objective, ["go"] * 5, {"x": 9})
    assert losses(dones) == [9.0, 8.0, 7.0]
    assert [done.key.step.fidelity for done in dones] == [0, 1, 2, 3]
    assert dones[-1].fault == ""
    assert losses(told(as_objective(train, defines=False, goals=MOST), ["go"], {"x": 9})) == [-9.0, -8.0]


def test_what_yields_its_losses_needs_a_space():
    def train(config):
        yield config["x"]

    with pytest.raises(SettingError, match="a space for a function that yields"):
        as_objective(train, defines=True)


@pytest.mark.parametrize("loss", [None, "a", True, [1, 2], b"1"])
def test_what_is_no_number_is_the_candidates_fault(loss):
    for objective in (
        as_objective(lambda c: loss, defines=False),
        as_objective(lambda t: loss, defines=True),
    ):
        done = told(objective)[0]
        assert done.fault == "exception"
        assert "number" in done.why


def test_what_cannot_be_called_is_said():
    with pytest.raises(SettingError, match="function"):
        as_objective(3, defines=False)


def test_a_limit_on_what_a_plain_function_cannot_give_is_refused_at_once():
    with pytest.raises(SettingError, match="by name where size is constrained"):
        as_objective(abs, defines=False, goals=Goals.read("minimize", {"size": "< 9"}))
    assert as_objective(abs, defines=False, goals=Goals.read("minimize", {"seconds": "< 9"}))
