"""What is kept about unseen rows comes back, and names the pipeline that had not seen a fold."""

import numpy as np

from fitwright.core.evidence import EVERYTHING, Evidence
from fitwright.packing import pack, unpack

KEPT = Evidence((np.array([0, 2]), np.array([1, 3])), ((0, 1), (1, 0)), "abc")


def test_it_comes_back():
    again = Evidence.from_state(unpack(pack(KEPT.state())))
    assert [one.tolist() for one in again.judged] == [[0, 2], [1, 3]]
    assert (again.folds, again.answers) == (KEPT.folds, "abc")


def test_each_member_has_its_pipeline_for_a_fold():
    assert KEPT.places(0) == [0, 1]
    assert KEPT.places(1) == [1, 0]
    assert KEPT.places(2) is None
    assert KEPT.refitted == 0


def test_what_was_fitted_on_all_rows_has_seen_all_folds():
    kept = Evidence(KEPT.judged, ((EVERYTHING,), (0, 1)), "abc")
    assert kept.refitted == 1
    assert kept.places(0) is None
