"""A user's own object comes back from its bytes, where that is allowed."""

from dataclasses import dataclass
from typing import Any, ClassVar

import pytest
from sklearn.naive_bayes import GaussianNB

from fitwright.core.catalog import Catalog
from fitwright.core.errors import Unsupported
from fitwright.core.fitted import Fitted
from fitwright.core.pickled import from_bytes, restored, to_bytes, what_it_holds


@dataclass
class Wrapped(Fitted):
    pickled: ClassVar[bool] = True
    core: Any = None

    @classmethod
    def from_state(cls, state):
        return cls(from_bytes(state["pickle"]))


def test_an_object_comes_back_from_its_bytes():
    assert from_bytes(to_bytes(GaussianNB(var_smoothing=0.5))).var_smoothing == 0.5
    assert from_bytes(to_bytes(lambda x: x + 1))(1) == 2


def test_it_is_opened_only_where_that_is_allowed():
    catalog, state = Catalog("fitwright.models", Fitted), {"pickle": to_bytes(GaussianNB())}
    with pytest.raises(Unsupported, match=r"'mine' of models.*allow_pickle=True"):
        restored(catalog, Wrapped, "mine", state, allow_pickle=False)
    assert isinstance(restored(catalog, Wrapped, "mine", state, allow_pickle=True).core, GaussianNB)


def test_what_is_inside_is_said():
    assert what_it_holds(GaussianNB()) == "a pickle of your GaussianNB: whatever it remembers"
