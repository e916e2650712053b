"""Value by each hyperparameter."""

import pytest

from fitwright.core.errors import SettingError
from tests.figures._read import shapes, texts
from tests.plots.studies import branched


def test_a_picture_for_each_hyperparameter_that_varied():
    figure = branched().plot("slices")
    assert {"model", "tree.depth", "tree.kind", "net.rate"} <= set(texts(figure))
    alone = branched().plot("slices", names=("net.rate",))
    with_it = [t for t in branched().history.scored() if "net.rate" in t.config]
    assert len(shapes(alone, "circle")) == len(with_it)


def test_a_name_that_the_space_does_not_have_is_refused():
    with pytest.raises(SettingError, match=r"model, .*net.rate\); got 'rate'"):
        branched().plot("slices", names=["rate"])
