"""Rows that come more than once."""

import numpy as np

from tests.audit._acts import found, labels, noise


def doubled():
    once = noise(150)
    return {name: [*values, *values] for name, values in once.items()}


def test_copies_are_a_warning_with_their_share_across_folds():
    y = np.concatenate([labels(150), labels(150)])
    [finding] = found("duplicate_rows", doubled(), y)
    assert finding.severity == "warning"
    assert "150 of 300 rows" in finding.seen
    assert "80%" in finding.seen


def test_copies_of_one_group_are_kept_together():
    y = np.concatenate([labels(150), labels(150)])
    [finding] = found("duplicate_rows", doubled(), y, groups=[*range(150), *range(150)])
    assert finding.severity == "info"


def test_twins_that_disagree_cap_the_score():
    columns = noise()
    columns = {name: [*values[:-1], values[0]] for name, values in columns.items()}
    y = labels()
    y[0], y[-1] = "yes", "no"
    _, quarrel = found("duplicate_rows", columns, y)
    assert "1 rows have a twin with another answer" in quarrel.seen
    assert "99.7%" in quarrel.advice


def test_no_row_twice_no_finding():
    assert not found("duplicate_rows", noise(), labels())


def test_text_dates_and_gaps_count():
    days = np.datetime64("2024-01-01", "us") + np.arange(60).astype("timedelta64[D]")
    columns = {
        "day": days,
        "text": [f"a text of several words {i}" for i in range(60)],
        "gap": [np.nan] * 30 + [1.0] * 30,
    }
    assert not found("duplicate_rows", columns)
    again = {name: [*values, values[3]] for name, values in columns.items()}
    [finding] = found("duplicate_rows", again)
    assert "1 of 61 rows" in finding.seen
