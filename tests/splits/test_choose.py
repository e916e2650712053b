"""Which splitter the data asks for, and what the user's word means."""

import numpy as np
import pytest

from fitwright import splits, tasks
from fitwright.core.errors import SettingError, UnknownName
from fitwright.core.rows import Rows
from fitwright.splits import choose, resolve
from tests.splits._expect import NO_TABLE

CLASSES = tasks.infer(["a", "b"])
SOME = np.zeros(4)


def test_time_goes_before_groups_before_chance():
    codes = np.array([0, 1, 1, 0])
    assert choose(Rows(SOME, time=SOME, groups=codes), CLASSES)[0] == "time"
    assert choose(Rows(SOME, groups=codes), CLASSES) == (
        "groups",
        "rows of one group are kept together: 2 groups",
    )
    name, why = choose(Rows(SOME), CLASSES)
    assert (name, "classes" in why) == ("kfold", True)


def test_words_numbers_and_objects_are_understood():
    from sklearn.model_selection import KFold

    ours = splits.catalog.make("holdout")
    assert resolve(ours) is ours
    assert resolve("kfold", folds=3) == resolve(3)
    assert type(resolve(KFold(3))).__name__ == "Pairs"
    assert len(resolve(KFold(3).split(SOME)).split(NO_TABLE, Rows(SOME), 0)) == 3


def test_pairs_that_go_on_in_time_are_ordered():
    assert resolve([([0], [1]), ([0, 1], [2])]).ordered
    assert not resolve([([0], [1]), ([2, 1], [0])]).ordered
    assert not resolve([([0], [1])]).ordered


def test_what_is_none_is_said():
    with pytest.raises(UnknownName, match="kfold"):
        resolve("kfolds")
    for given in (True, 1.5, None):
        with pytest.raises(SettingError, match="Expected a splitter"):
            resolve(given)


def test_a_sample_keeps_each_class_and_the_shares():
    codes = np.repeat([0, 1, 2], [9_000, 999, 1])
    kept = splits.sample(Rows(codes), 100, 0)
    assert (np.diff(kept) > 0).all()
    assert np.bincount(codes[kept]).tolist() == [90, 10, 1]
    assert splits.sample(Rows(codes), 20_000, 0).tolist() == list(range(10_000))
