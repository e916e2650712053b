"""The simplest blend."""

import numpy as np

from fitwright.ensemble import Blend


def test_only_what_is_used_is_looked_at():
    predictions = np.array([[[1.0]], [[np.nan]], [[3.0]]])
    blend = Blend(np.array([0.25, 0.0, 0.75]))
    assert blend.used.tolist() == [0, 2]
    assert blend.apply(predictions).tolist() == [[2.5]]
    assert blend.narrow().apply(predictions[blend.used]).tolist() == [[2.5]]


def test_rows_are_blended_alike_in_any_batch():
    predictions = np.random.default_rng(0).random((5, 100, 3))
    blend = Blend(np.full(5, 0.2))
    whole = blend.apply(predictions)
    assert all((blend.apply(predictions[:, [row]])[0] == whole[row]).all() for row in range(100))


def test_a_state_gives_the_blend_back():
    blend = Blend(np.array([0.5, 0.5]), np.array([0.4, 0.6]))
    again = Blend.from_state(blend.state())
    assert again.weights.tolist() == [0.5, 0.5]
    assert again.scales is not None
    assert again.scales.tolist() == [0.4, 0.6]
