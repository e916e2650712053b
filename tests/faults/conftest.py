"""The run that nobody disturbs, to which disturbed ones are held."""

import pytest

from tests.faults._acts import FIT, events, finish, predictions


@pytest.fixture(scope="session")
def whole(tmp_path_factory):
    """How many events a run with a budget in trials has, and what it predicts."""
    home = tmp_path_factory.mktemp("whole")
    said, err = finish(FIT, home / "run", home / "p.npy")
    assert said.startswith("done"), err
    return len(events(home / "run")), predictions(home / "p.npy")
