"""Classes of which there are few rows."""

from collections.abc import Iterator

import numpy as np

from fitwright.audit._columns import named
from fitwright.audit.audit import Audit, Finding, Subject

FOLDS = 5
"""A class needs so many rows to be in each of the usual folds."""
RARE = 0.05
"""Share of rows below which accuracy says little of a class."""


class RareClasses(Audit):
    """Too few rows to be learned from and judged in each fold; or a share so small that accuracy misleads."""

    def look(self, subject: Subject) -> Iterator[Finding]:
        if not subject.is_asked or not subject.asked.classifies or not len(subject.rows):
            return
        labels = [
            str(label) for label in subject.asked.decode(np.arange(len(subject.asked.outputs))).tolist()
        ]
        counts = np.bincount(subject.rows.answers.astype(np.int64), minlength=len(labels))
        few = tuple(label for label, count in zip(labels, counts.tolist(), strict=True) if count < FOLDS)
        if few:
            yield Finding(
                "warning", (), f"Classes with fewer than {FOLDS} rows: {named(few)}.",
                "Some folds cannot judge them: join them with others, or gather more rows.",
            )  # fmt: skip
        share = float(counts.min() / counts.sum())
        if not few and share < RARE:
            rare = labels[int(counts.argmin())]
            yield Finding(
                "info", (), f"Class {rare!r} has {share:.1%} of the rows ({counts.min()}).",
                "Accuracy says little of it: judge by roc_auc, average_precision or balanced_accuracy.",
            )  # fmt: skip
