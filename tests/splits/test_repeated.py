"""K folds, several times."""

import numpy as np
import pytest

from fitwright.core.errors import SettingError
from fitwright.core.rows import Rows
from fitwright.splits.repeated import Repeated
from tests.splits._expect import NO_TABLE, cover_once


@pytest.mark.parametrize("groups", [None, np.arange(30) // 2], ids=["rows", "groups"])
def test_each_repetition_judges_every_row_once_and_is_another(groups):
    rows = Rows(np.arange(30.0), groups=groups)
    pairs = Repeated(folds=3, times=4).split(NO_TABLE, rows, 0)
    assert len(pairs) == 12
    seen = set()
    for start in range(0, 12, 3):
        for _, judge in cover_once(pairs[start : start + 3], 30):
            seen.add(tuple(judge))
            if groups is not None:
                assert len(set(groups[judge])) * 2 == len(judge)
    assert len(seen) == 12


def test_settings_are_checked():
    with pytest.raises(SettingError, match="repetition"):
        Repeated(times=0)
