"""The suite for audits finds what is wrong with an audit."""

import sys

import numpy as np
import pytest

from fitwright.audit.audit import Audit, Finding
from tests.checks._wrong import refused


def told(columns=(), severity="info", seen="Something was seen here.", advice="Do something about it."):
    return Finding(severity, tuple(columns), seen, advice)


class Vague(Audit):
    def look(self, subject):
        yield told(seen="hm")


class Shrill(Audit):
    def look(self, subject):
        yield told(severity="fatal")


class Elsewhere(Audit):
    def look(self, subject):
        yield told(["a column of another table"])


class Whimsical(Audit):
    def look(self, subject):
        yield told(seen=f"The number is {np.random.default_rng().integers(10**9)}.")


class Scribbling(Audit):
    def look(self, subject):
        if subject.rows.y is not None and len(subject.rows):
            subject.rows.y[0] = 0 if subject.rows.y[0] else 1
        return []


class Fragile(Audit):
    def look(self, subject):
        if subject.rows.answers.max() > 2:
            yield told()


class Loud(Audit):
    def look(self, subject):
        sys.stdout.write("looking")
        return []


class Alarmist(Audit):
    finds_leaks = True

    def look(self, subject):
        yield told(subject.names[:1], "critical")


@pytest.mark.parametrize(
    ("member", "check", "sentence"),
    [
        (Vague, "check_findings_say_what_was_seen_and_what_to_do", "a whole sentence from Vague; got 'hm'"),
        (Shrill, "check_findings_say_what_was_seen_and_what_to_do", "got 'fatal'"),
        (Elsewhere, "check_findings_say_what_was_seen_and_what_to_do", "columns of the table"),
        (Whimsical, "check_the_same_table_gives_the_same_findings", "the same findings twice"),
        (Scribbling, "check_changes_nothing", "leave the table and the answers alone"),
        (Loud, "check_says_nothing_aloud", "it printed 'looking"),
        (Alarmist, "check_noise_leaks_nothing", "no leak in noise"),
    ],
    ids=lambda given: getattr(given, "__name__", ""),
)
def test_an_audit_that_misbehaves_is_told(member, check, sentence):
    refused("audit", check, member, sentence)


def test_an_audit_that_breaks_on_an_odd_table_breaks_its_check():
    from fitwright.checks.audits import check_bears_odd_tables

    with pytest.raises(ValueError, match="carry no y"):
        check_bears_odd_tables(Fragile)
