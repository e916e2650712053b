"""Value by each hyperparameter."""

import pytest

from fitwright.core.errors import SettingError
from tests.figures._read import hints, shapes, texts
from tests.plots.studies import branched, flattered


def test_a_picture_for_each_hyperparameter_that_varied():
    figure = branched().plot("slices")
    assert {"model", "tree.depth", "tree.kind", "net.rate"} <= set(texts(figure))
    alone = branched().plot("slices", names=("net.rate",))
    with_it = [t for t in branched().history.in_state("done") if "net.rate" in t.config]
    assert len(shapes(alone, "circle")) == len(with_it)


def test_a_name_that_the_space_does_not_have_is_refused():
    with pytest.raises(SettingError, match=r"model, .*net.rate\); got 'rate'"):
        branched().plot("slices", names=["rate"])


def test_a_trial_that_was_stopped_is_not_shown_with_the_value_of_a_part():
    study, done = flattered(), flattered().history.in_state("done")
    figure = study.plot("slices", names=("x",))
    told = sorted(float(text.split(": ")[1]) for text in hints(figure) if ": " in text and text[0].isdigit())
    assert told == pytest.approx(sorted(trial.loss for trial in done), rel=1e-4)
    assert "nothing to show" in texts(flattered(-1.0).plot("slices", names=("x",)))
