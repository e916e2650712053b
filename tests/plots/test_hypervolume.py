"""The volume of a front as it grew."""

import pytest

from fitwright import Float, tune
from fitwright.core.errors import SettingError


def test_it_is_drawn_over_trials_and_over_seconds():
    study = tune(
        lambda c: (c["x"] ** 2, (c["x"] - 1) ** 2), {"x": Float(-5, 5)}, max_trials=12,
        direction=["minimize", "minimize"],
    )  # fmt: skip
    drawn = {over: study.plot("hypervolume", over=over, reference=[9, 9]) for over in ("trials", "seconds")}
    assert drawn["trials"].svg != drawn["seconds"].svg
    assert all(over in figure.svg for over, figure in drawn.items())
    with pytest.raises(SettingError, match="over"):
        study.plot("hypervolume", over="minutes")
