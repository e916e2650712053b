"""Loss and derivatives become a result; what is not finite becomes a failure."""

import math

import numpy as np
import pytest

from fitwright.bilevel import Differentiable
from fitwright.core.errors import CandidateFailed
from fitwright.core.trial import Step
from fitwright.core.work import Key, Work
from fitwright.space import Float, Space


class Slope(Differentiable):
    def gradient(self, hyper):
        x = hyper["x"]
        return np.log(x) if x else -math.inf, {"x": np.float64(1 / x) if x else math.inf}


SLOPE = Slope(Space(x=Float(0, 5)))


def test_a_result_tells_plain_numbers():
    result = SLOPE(Work(Key(0, Step()), {"x": 2.0}))
    assert (result.loss, result.gradient) == (math.log(2), {"x": 0.5})
    assert type(result.gradient["x"]) is float
    assert result.seconds >= 0


def test_what_a_config_leaves_out_stays_at_its_default():
    space = Space(x=Float(1, 5, default=3.0), y=Float(0, 1))
    assert Slope(space)(Work(Key(0, Step()), {"y": 0.5})).gradient == {"x": pytest.approx(1 / 3)}


def test_what_is_not_finite_fails():
    with pytest.raises(CandidateFailed, match="finite derivatives"):
        SLOPE(Work(Key(0, Step()), {"x": 0.0}))
