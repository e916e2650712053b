"""A config file holds the same words; the command line wins."""

from pathlib import Path

import pytest

from fitwright.cli._config import settled
from fitwright.cli.fit import WORDS, Fit, settings_of
from fitwright.core.errors import SettingError
from fitwright.settings import Settings


def write(folder: Path, text: str) -> Path:
    path = folder / "run.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_file_fills_gaps_and_the_command_line_wins(tmp_path):
    path = write(tmp_path, 'target = "y"\ntime-limit = 30\nmetric = "f1"\nquiet = true\nmodels = ["linear"]')
    said = settled(Fit(metric="roc_auc"), path)
    assert (said.target, said.time_limit, said.metric, said.quiet) == ("y", 30, "roc_auc", True)
    assert settings_of(said)["models"] == ["linear"]


def test_no_file_changes_nothing():
    said = Fit(target="y")
    assert settled(said, None) is said


@pytest.mark.parametrize(
    ("text", "message"),
    [("tagret = 'y'", "tagret"), ("target = ", "Expected TOML"), ("config = 'x.toml'", "config")],
)
def test_a_file_that_cannot_be_used_is_named(tmp_path, text, message):
    with pytest.raises(SettingError, match=message):
        settled(Fit(), write(tmp_path, text))


def test_a_missing_file_is_a_wrong_setting(tmp_path):
    with pytest.raises(SettingError, match="cannot be read"):
        settled(Fit(), tmp_path / "none.toml")


def test_text_of_the_command_line_becomes_what_python_expects():
    said = Fit(models="linear, lightgbm", cv="5", memory_limit="4 GB", roles="zip=category,age=number")
    assert settings_of(said) == {
        "models": ["linear", "lightgbm"],
        "cv": 5,
        "memory_limit": "4 GB",
        "roles": {"zip": "category", "age": "number"},
    }


def test_a_role_without_a_column_is_named():
    with pytest.raises(SettingError, match="zip"):
        settings_of(Fit(roles="zip"))


def test_the_options_bear_the_names_that_python_has():
    beside = {"groups", "time", "roles"}
    assert set(WORDS) - beside <= set(Settings.__dataclass_fields__)
    assert set(WORDS) <= set(Fit.__dataclass_fields__)


def test_several_metrics_and_limits_are_said_in_words_or_in_a_table():
    said = settings_of(Fit(metric="roc_auc, ms_per_row", constraints="ms_per_row<=0.1, bytes < 5e6"))
    assert said["metric"] == ["roc_auc", "ms_per_row"]
    assert said["constraints"] == {"ms_per_row": "<=0.1", "bytes": "< 5e6"}
    table = {"bytes": "< 5e6"}
    assert settings_of(Fit(metric="fbeta(beta=2)", constraints=table)) == {
        "metric": "fbeta(beta=2)",
        "constraints": table,
    }
    with pytest.raises(SettingError, match="constraints"):
        settings_of(Fit(constraints="bytes=5"))
