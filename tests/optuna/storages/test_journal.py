"""Optuna's names of places where studies are kept."""

import pytest

from fitwright import optuna
from fitwright.core.errors import SettingError
from fitwright.optuna.storages import journal

PLACES = {
    "database": lambda path: optuna.storages.RDBStorage(f"sqlite:///{path}"),
    "journal": lambda path: optuna.storages.JournalStorage(journal.JournalFileBackend(str(path))),
    "file": lambda path: optuna.storages.JournalStorage(optuna.storages.JournalFileStorage(str(path))),
    "path": lambda path: path,
}


@pytest.mark.parametrize("place", PLACES)
def test_a_study_is_kept_there(place, tmp_path):
    storage = PLACES[place](tmp_path / "study.db")
    study = optuna.create_study(study_name="mine", storage=storage)
    study.optimize(lambda trial: trial.suggest_float("x", 0, 1), n_trials=3)
    again = optuna.load_study(study_name="mine", storage=PLACES[place](tmp_path / "study.db"))
    assert [trial.value for trial in again.trials] == [trial.value for trial in study.trials]


def test_what_is_not_there_is_named():
    with pytest.warns(UserWarning, match="engine_kwargs"):
        optuna.storages.RDBStorage("sqlite:///study.db", engine_kwargs={"echo": True})
    with pytest.raises(AttributeError, match=r"RDBStorage.*storage=None"):
        _ = optuna.storages.BaseStorage
    with pytest.raises(SettingError, match="sqlite:///"):
        optuna.create_study(storage=3)
