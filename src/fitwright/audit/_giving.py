"""What gives the target away: some rows by which the answer is known, or nearly."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fitwright.audit.audit import Subject
from fitwright.core.rows import Floats

EXPECTED = 15.0
"""Rows of other classes that must have been expected among those that give a class away."""
ODD = 0.02
"""Share of them that may be there after all."""
COVERED = 0.3
"""Share of the class that is given away."""
APART = 0.97
"""Chance that a number of one set lies above one of the other, from which on the two count as apart."""
ROWS = 20
"""Fewest rows of a set of numbers, and its least share of all rows."""
SHARE = 0.05


def given_away(subject: Subject, marked: NDArray[np.bool_]) -> Iterator[str]:
    """How the marked rows, or the others, give the target away; nothing where they do not."""
    if not subject.asked.classifies:
        yield from _apart(subject.rows.answers.astype(np.float64), marked)
        return
    labels = subject.asked.decode(np.arange(len(subject.asked.outputs))).tolist()
    answers = subject.rows.answers.astype(np.int64)
    for side, word in ((marked, "with"), (~marked, "without")):
        if (code := _class_of(answers, side, len(labels))) is not None:
            among = int(side.sum())
            right = int((answers[side] == code).sum())
            yield f"{right} of {among} rows {word} it are {_text(labels[code])!r}"


def _class_of(answers: NDArray[np.int64], side: NDArray[np.bool_], classes: int) -> int | None:
    """The class that nearly all rows of this side have, where that is no accident and no rule of all rows."""
    if not side.any():
        return None
    inside, all_ = np.bincount(answers[side], minlength=classes), np.bincount(answers, minlength=classes)
    code = int(inside.argmax())
    others, expected = side.sum() - inside[code], side.sum() * (1 - all_[code] / len(answers))
    known = expected >= EXPECTED and others <= ODD * expected
    return code if known and inside[code] >= COVERED * all_[code] else None


def _apart(answers: Floats, marked: NDArray[np.bool_]) -> Iterator[str]:
    """Do the answers of the marked rows all lie above, or all below, those of the other rows?"""
    least = max(ROWS, SHARE * len(answers))
    if marked.sum() < least or (~marked).sum() < least:
        return
    high, low = np.sort(answers[marked]), np.sort(answers[~marked])
    below = np.searchsorted(low, high, "left").sum() + np.searchsorted(low, high, "right").sum()
    chance = below / 2 / (len(high) * len(low))
    if max(chance, 1 - chance) >= APART:
        word = "above" if chance > 0.5 else "below"
        yield f"the target of the {len(high)} rows with it lies {word} that of the {len(low)} rows without it"


def _text(label: Any) -> str:
    return str(label)
