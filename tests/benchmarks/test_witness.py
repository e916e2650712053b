"""What a witness tells of a run's events."""

import sys
import types

import pytest

from benchmarks._witness import BOOSTERS, Witness, families_of, installed
from fitwright import models
from fitwright.core.events import Asked, Started, Stepped
from fitwright.core.trial import Result, Step


def hear(witness, trial, model):
    witness(Asked(trial, {"model": model}))
    witness(Started(trial, Step()))
    witness(Stepped(trial, Step(), Result(0.1, seconds=0.0)))


def test_firsts_and_families_in_order():
    witness = Witness()
    for trial, model in enumerate(["baseline", "linear", "knn", "linear"]):
        hear(witness, trial, model)
    assert witness.families() == ["linear", "knn"]
    assert witness.families(seconds=-1.0) == []
    assert 0.0 <= (witness.first() or 0.0) <= (witness.first(frozenset({"knn"})) or 0.0) < 60.0
    assert witness.first(BOOSTERS) is None
    assert all(0.0 <= seen.took <= seen.at for seen in witness.steps)


def test_until_ends_the_run_as_an_interrupt_does():
    witness = Witness(until=BOOSTERS)
    hear(witness, 0, "baseline")
    with pytest.raises(KeyboardInterrupt):
        hear(witness, 1, "lightgbm")
    assert len(witness.steps) == 2


def test_what_an_extra_brings_is_hidden_where_the_core_install_is_measured(monkeypatch):
    for name in models.catalog.names():
        for library in models.catalog.get(name).needs:  # so that all are there again after the test
            monkeypatch.setitem(sys.modules, library, types.ModuleType(library))
    assert families_of("core") is None
    assert all(models.catalog.missing(name) for name in ("catboost", "xgboost"))
    assert not models.catalog.missing("lightgbm")


def test_words_for_installs():
    assert families_of("linear+knn") == ["linear", "knn"]
    assert installed(["core"]) == ["core"]
    assert installed([])[0] == "core"
