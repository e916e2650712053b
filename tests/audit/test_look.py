"""The whole check: what goes in, what the report says, as text, HTML and values."""

import json

import numpy as np
import polars as pl
import pytest

import fitwright
from fitwright import AutoClassifier
from fitwright.audit import Audit, Finding, catalog, glance
from fitwright.core.errors import DataError
from tests.audit._acts import labels, noise
from tests.posed import posed


@pytest.fixture(scope="module")
def table():
    y = labels()
    return pl.DataFrame(
        {
            **noise(),
            "unit": ["<m>"] * 300,
            "status": np.where(y == "yes", "closed", "open").tolist(),
            "left": y,
        }
    )


@pytest.fixture(scope="module")
def report(table):
    return fitwright.check(table, "left")


def test_the_worst_comes_first_and_roles_have_reasons(report):
    order = [finding.severity for finding in report.findings]
    assert order == sorted(order, key=["critical", "warning", "info"].index)
    assert report.leaking == ("status",)
    assert {column.name: column.role for column in report.columns}["unit"] == "constant"
    assert all(column.why for column in report.columns)
    assert all(finding.audit in catalog.names() for finding in report.findings)
    assert (report.rows, report.task) == (300, "binary")


def test_text_says_everything(report):
    text = str(report)
    assert text.startswith("Data check: 300 rows, 5 columns, binary\n1 critical")
    assert "CRITICAL  leak_column: status" in text
    assert "→ Is it known" in text
    assert "unit" in text


def test_rich_prints_the_same_text_in_colours(report):
    styled = report.__rich__()
    assert styled.plain == str(report)
    assert any(str(span.style) == "bold red" for span in styled.spans)


def test_html_is_escaped(report):
    page = report._repr_html_()
    assert "&lt;m&gt;" in page
    assert "<m>" not in page
    assert "<b>critical</b>" in page


def test_values_are_plain(report):
    told = json.loads(json.dumps(report.as_dict()))
    assert told["leaking"] == ["status"]
    assert told["findings"][0]["severity"] == "critical"


def test_files_frames_arrays_and_targets_of_all_kinds(table, tmp_path):
    table.write_csv(tmp_path / "train.csv")
    assert fitwright.check(tmp_path / "train.csv", "left").leaking == ("status",)
    assert fitwright.check(table.to_pandas(), "left").leaking == ("status",)
    assert fitwright.check(table.to_arrow(), "left").leaking == ("status",)
    assert fitwright.check(table.drop("left"), table["left"]).leaking == ("status",)
    numbers = np.random.default_rng(0).normal(size=(200, 3))
    assert fitwright.check(numbers, numbers[:, 1] * 2).leaking == ("x1",)


def test_without_a_target_the_table_alone_is_looked_at(table):
    found = fitwright.check(table)
    assert found.task is None
    assert {finding.audit for finding in found.findings} == {"constant"}


def test_a_target_that_cannot_be_learned_is_a_finding(table):
    found = fitwright.check(table, "unit")
    assert found.of("critical")[0].audit == "target"
    assert "one class" in found.of("critical")[0].advice


def test_rows_without_a_target_are_told(table):
    some = table.with_columns(left=pl.when(pl.int_range(300) < 290).then("left"))
    assert any(
        "10 of 300 rows have no target" in finding.seen for finding in fitwright.check(some, "left").findings
    )


def test_another_table_that_does_not_fit_is_a_finding(table):
    found = fitwright.check(table, "left", table.drop("size"))
    assert any("'size' is missing" in finding.advice for finding in found.of("critical"))
    strange = table.with_columns(left=pl.lit("maybe"))
    assert any(
        "maybe" in finding.advice for finding in fitwright.check(table, "left", strange).of("critical")
    )


def test_what_is_not_there_is_an_error(table):
    for given in (
        {"target": "gone"},
        {"target": "left", "time": "gone"},
        {"target": "left", "groups": "gone"},
    ):
        with pytest.raises(DataError, match="gone"):
            fitwright.check(table, **given)
    with pytest.raises(DataError, match="300"):
        fitwright.check(table, "left", groups=[1, 2])


def test_no_time_is_told(table):
    found = fitwright.check(table, "left", time_limit=1e-9)
    assert set(found.unfinished) == set(catalog.names())
    assert "no time for" in str(found)


def test_one_new_class_adds_an_audit(table, monkeypatch):
    class Shouting(Audit):
        def look(self, subject):
            yield Finding("info", (), f"There are {len(subject.table)} rows.", "Nothing to do.")

    monkeypatch.setattr(catalog, "_added", {})
    catalog.add("shouting", Shouting)
    assert any(finding.audit == "shouting" for finding in fitwright.check(table, "left").findings)


def test_every_fit_takes_a_look_and_says_what_is_critical(table, caplog):
    settings = {"max_trials": 1, "models": ["linear"], "cv": 2, "executor": "serial", "n_jobs": 1}
    model = AutoClassifier(**settings, random_state=0).fit(table.drop("left"), table["left"])
    assert model.audit_.leaking == ("status",)
    assert any("'status'" in note for note in model.history_.header["notes"])
    assert any("status" in record.getMessage() for record in caplog.records if record.levelname == "WARNING")


def test_a_glance_is_quick_and_leaves_out_what_is_not():
    intake = posed()
    found = glance(intake.schema, intake.table, intake.rows, intake.task, 10.0)
    assert not found.of("critical")
    assert found.seconds < 2
    assert not [name for name in {finding.audit for finding in found.findings} if not catalog.get(name).quick]
