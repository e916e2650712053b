"""A model file beside AutoGluon's best: where that has an environment, both are fitted and timed alike."""

import stat
import sys

import pytest

from benchmarks import _best, model_file
from benchmarks.scenario import Options

STAND_IN = '''
import json, pathlib


class TabularPredictor:
    """Says that every second row is a yes."""

    def __init__(self, label, path, **given):
        self.label, self.path = label, pathlib.Path(path)

    @classmethod
    def load(cls, path, **given):
        return cls("answer", path)

    def fit(self, table, time_limit, presets, **given):
        if time_limit == 7:
            raise ValueError("Time is too short.")
        assert presets == "best_quality" and self.label in table
        self.path.mkdir()
        (self.path / "model").write_text("x" * 1000)

    def persist(self):
        self.kept = ["a", "b"]

    def model_names(self, persisted):
        return self.kept

    def predict_proba(self, X):
        assert "answer" not in X
        return {"yes": [row % 2 for row in range(len(X))]}
'''


@pytest.fixture
def peers(tmp_path):
    """A folder with an environment whose AutoGluon is a stand-in."""
    home = tmp_path / "peers" / "autogluon"
    (home / "bin").mkdir(parents=True)
    (home / "autogluon").mkdir()
    (home / "autogluon" / "tabular.py").write_text(STAND_IN)
    python = home / "bin" / "python"
    python.write_text(f'#!/bin/sh\nPYTHONPATH="{home}" exec "{sys.executable}" "$@"\n')
    python.chmod(python.stat().st_mode | stat.S_IXUSR)
    return home.parent


def test_both_are_measured_where_autogluon_has_an_environment(peers, tmp_path):
    alone = model_file.ModelFile().jobs(Options(peers=tmp_path))
    assert [job.id for job in alone] == list(model_file.VARIANTS)
    both = model_file.ModelFile().jobs(Options(peers=peers))[len(alone) :]
    assert [job.id for job in both] == ["fitwright/120s/2c", "autogluon best/120s/2c"]
    only = model_file.ModelFile().jobs(Options(peers=peers, only=(_best.THEIRS,), limits=(30.0,)))
    assert [job.id for job in only] == ["autogluon best/30s/2c"]


def test_the_peer_is_timed_in_its_own_environment(peers):
    (job,) = model_file.ModelFile().jobs(Options(peers=peers, only=(_best.THEIRS,), cores=1))
    told = model_file.ModelFile.measure(job.given)
    assert 0.45 < told["roc_auc"] < 0.55
    assert (told["models"], told["file_mb"]) == (2, 0.001)
    assert told["pandas_ms"] >= 0
    rows = model_file.ModelFile().tables([{**told, **job.label, "status": "ok"}], Options())
    assert [row["system"] for row in rows["Fitted as long: AutoGluon's best, persisted, and ours, warm"]] == [
        _best.THEIRS
    ]


def test_a_peer_that_breaks_says_why(peers):
    options = Options(peers=peers, only=(_best.THEIRS,), limits=(7.0,))
    (job,) = model_file.ModelFile().jobs(options)
    with pytest.raises(RuntimeError, match=r"(?s)autogluon failed.*Time is too short"):
        model_file.ModelFile.measure(job.given)


@pytest.mark.slow
def test_ours_is_fitted_and_timed_alike(peers):
    (job,) = model_file.ModelFile().jobs(Options(peers=peers, only=(_best.OURS,), limits=(8.0,), cores=2))
    told = model_file.ModelFile.measure(job.given)
    assert told["roc_auc"] > 0.7
    assert set(told) == {
        "train_s", "roc_auc", "models", "file_mb", "load_s", "first_ms", "warm_s", "pandas_ms", "batch_s",
    }  # fmt: skip
