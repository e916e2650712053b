"""Dates that lie after the moment from which a row is to be predicted."""

from collections.abc import Iterator

import numpy as np

from fitwright.audit.audit import Audit, Finding, Subject

SHARE = 0.02
"""Share of rows that may lie later: a wrong clock, a plan."""


class LeakTime(Audit):
    """Where each row has a moment (`time`), a date after it was not known then."""

    finds_leaks = True

    def look(self, subject: Subject) -> Iterator[Finding]:
        when = subject.when
        if when is None:
            return
        for name in subject.table.having("date"):
            dates = subject.table.dates([name])[:, 0]
            there = ~np.isnat(dates)
            later = dates[there] > when[there]
            if there.any() and later.mean() > SHARE:
                typical = np.median((dates[there] - when[there])[later].astype(np.int64)) / 86_400e6
                yield Finding(
                    "critical", (name,),
                    f"In {later.mean():.0%} of its rows it lies after the row's own time, "
                    f"typically by {typical:.3g} days.",
                    f"What happens later is not known when one predicts; leave it out: "
                    f"roles={{{name!r}: 'ignored'}}, unless it is a plan that was known.",
                )  # fmt: skip
