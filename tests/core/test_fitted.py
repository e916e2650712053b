"""State in, state out."""

from dataclasses import dataclass

import numpy as np

from fitwright.core.fitted import Fitted


@dataclass
class Scale(Fitted):
    """A toy."""

    factor: float = 2.0

    def fit(self, values):
        self.mean_ = values.mean() * self.factor
        self.kept = values
        return self


def test_settings_and_what_was_learned_come_back_and_nothing_else():
    fitted = Scale(factor=3.0).fit(np.array([1.0, 3.0]))
    back = Scale.from_state(fitted.state())
    assert fitted.state() == {"factor": 3.0, "mean_": 6.0}
    assert (back.factor, back.mean_) == (3.0, 6.0)
    assert not hasattr(back, "kept")


def test_settings_are_the_fields():
    assert Scale.settings() == ("factor",)


def test_a_state_of_an_older_release_takes_the_default():
    assert Scale.from_state({"mean_": 1.0}).factor == 2.0
