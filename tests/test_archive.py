"""What a run's folder says of itself comes back as it was, or is said to be damaged."""

import json

import numpy as np
import pytest

from fitwright import Choice, Float, Int, Space
from fitwright.archive import ABOUT, QUESTION, TABLE, Archive
from fitwright.brief import Brief
from fitwright.core.errors import Damaged, SettingError, Unsupported
from fitwright.intake import Given, take_in
from fitwright.plan import make_plan
from fitwright.settings import Settings
from tests.posed import mixed

WORDS = {"max_trials": 3, "cv": 3, "models": ["linear", "extra_trees"], "random_state": 4}


def briefed(sample_weight=None, validation=None, **said):
    X, y = mixed()
    settings = Settings.of({**WORDS, **said})
    intake = take_in(
        Given(X, y, sample_weight, validation=validation), "classification", settings.class_weight
    )
    plan = make_plan(intake.table, intake.rows, intake.task, settings, 4, intake.judged)
    return Brief(intake, plan, settings, 4)


def written(home, **said):
    home.mkdir(exist_ok=True)
    brief = briefed(**said)
    Archive.write(home, brief)
    return brief


def again(home, **given):
    archive = Archive.read(home)
    return archive.brief(archive.settings(given))


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"class_weight": "balanced", "sample_weight": np.linspace(1, 2, 120)},
        {"space": {"linear": {"strength": Float(0.1, 1), "penalty": Choice(("l2",))}}},
        {"space": {"extra_trees": Space(min_samples_leaf=Int(1, 3), max_features=Choice(("sqrt", 0.5)))}},
        {"metric": "accuracy", "cv": 2, "trial_time_limit": 5.0},
        {"validation": mixed(30, seed=1), "cv": None},
    ],
)
def test_the_brief_comes_back_as_it_was(tmp_path, said):
    brief = written(tmp_path, **said)
    back = again(tmp_path)
    assert back.fingerprint == brief.fingerprint
    assert back.header() == brief.header()
    assert back.plan.first == brief.plan.first
    assert back.plan.space == brief.plan.space
    assert back.settings.trial_time_limit == brief.settings.trial_time_limit
    for (learn, judge), (learn_too, judge_too) in zip(brief.plan.folds, back.plan.folds, strict=True):
        np.testing.assert_array_equal(learn, learn_too)
        np.testing.assert_array_equal(judge, judge_too)
    for name in ("y", "weights"):
        np.testing.assert_array_equal(getattr(brief.intake.rows, name), getattr(back.intake.rows, name))
    if brief.intake.class_factors is not None:
        np.testing.assert_array_equal(brief.intake.class_factors, back.intake.class_factors)


def test_folds_of_a_splitter_of_the_users_need_not_be_given_again(tmp_path):
    from sklearn.model_selection import ShuffleSplit

    brief = written(tmp_path, cv=ShuffleSplit(3))
    back = again(tmp_path)
    assert len(back.plan.folds) == 3
    for (learn, judge), (learn_too, judge_too) in zip(brief.plan.folds, back.plan.folds, strict=True):
        np.testing.assert_array_equal(learn, learn_too)
        np.testing.assert_array_equal(judge, judge_too)
    assert back.plan.notes == brief.plan.notes


def test_what_is_installed_has_to_lead_to_the_same_plan(tmp_path, monkeypatch):
    from fitwright.models.linear import Linear

    written(tmp_path)
    monkeypatch.setattr(Linear, "space", classmethod(lambda cls, task: Space(strength=Float(1e-6, 1.0))))
    with pytest.raises(SettingError, match="the space of linear was"):
        again(tmp_path)


@pytest.mark.parametrize("name", [ABOUT, QUESTION, f"{TABLE}/table.json", f"{TABLE}/rows-y.npy"])
@pytest.mark.parametrize("how", ["flipped", "torn", "gone"])
def test_a_changed_byte_is_an_error_that_names_the_file(tmp_path, name, how):
    written(tmp_path)
    path = tmp_path / name
    data = bytearray(path.read_bytes())
    for place in (len(data) // 3, len(data) // 2, len(data) - 9):
        if how == "gone":
            path.unlink(missing_ok=True)
        elif how == "torn":
            path.write_bytes(data[:place])
        else:
            path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        with pytest.raises(Damaged, match=str(tmp_path)):
            again(tmp_path)


def test_a_later_format_says_upgrade(tmp_path):
    from fitwright.archive import _seal

    written(tmp_path)
    about = json.loads((tmp_path / ABOUT).read_text())
    del about["seal"]
    about["format"] = 99
    (tmp_path / ABOUT).write_text(json.dumps(about | {"seal": _seal(about)}))
    with pytest.raises(Unsupported, match="upgrade"):
        Archive.read(tmp_path)


def test_a_folder_that_cannot_be_written_to_is_said(tmp_path):
    (tmp_path / TABLE).write_text("a file where the table's folder should be")
    with pytest.raises(Unsupported, match="cannot be kept here"):
        Archive.write(tmp_path, briefed())
