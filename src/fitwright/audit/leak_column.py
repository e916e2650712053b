"""Columns that alone tell the target better than a column may that is known beforehand."""

from collections.abc import Iterator
from dataclasses import dataclass

from fitwright.audit._columns import codes, measures
from fitwright.audit._scores import Question, Together
from fitwright.audit.audit import Audit, Finding, Severity, Subject

ADVICE = "Is it known at the time when you predict?  If not, leave it out: roles={{{name!r}: 'ignored'}}."
MOST = 60
"""Of more other columns those that score best alone."""
TRIED = 5
"""So many of the best columns are held against the rest."""


@dataclass(frozen=True)
class LeakColumn(Audit):
    """Each column alone, judged on rows that it was not learned from, beside all the others together.

    A score is 0 for nothing and 1 for everything (see `Question`).

    Parameters
    ----------
    exact : from this score on a column tells the target whatever the others do.
    strong : from this score on it is held against the others.
    times : it leaks where the others together leave so many times as much untold.
    sure : from this score on such a leak is critical, below it is a warning.
    """

    exact: float = 0.98
    strong: float = 0.7
    times: float = 2.0
    sure: float = 0.9

    finds_leaks = True

    def look(self, subject: Subject) -> Iterator[Finding]:
        if not subject.is_asked or len(subject.rows) < 30:
            return
        scores = _scores(subject.some)
        ranked = sorted(scores, key=lambda name: -scores[name])
        exact = [name for name in ranked if scores[name] >= self.exact]
        for name in exact:
            yield _finding(subject, name, scores[name], "critical")
        doubtful = [name for name in ranked[len(exact) :][:TRIED] if scores[name] >= self.strong]
        if not doubtful or not subject.budget.left:
            return
        rest = _rest(subject.some, doubtful, ranked[len(exact) :])
        for name in doubtful:
            if 1 - rest[name] >= self.times * (1 - scores[name]):
                severity: Severity = "critical" if scores[name] >= self.sure else "warning"
                beside = f"; all the others together reach {_told(subject, rest[name])}"
                yield _finding(subject, name, scores[name], severity, beside)


def _scores(subject: Subject) -> dict[str, float]:
    """Name to how well the column tells the target, as far as there is time."""
    question = Question.of(subject.rows, subject.asked, subject.seed)
    found = {}
    for name in subject.names:
        if not subject.budget.left:
            break
        values = measures(subject.table, name)
        found[name] = question.score(codes(subject.table, name))
        if values is not None:
            found[name] = max(found[name], question.monotone(values))
    return found


def _rest(subject: Subject, doubtful: list[str], names: list[str]) -> dict[str, float]:
    """For each doubtful column what the other columns tell together."""
    inputs = [name for name in names if subject.table.roles[name] != "identifier"][:MOST]
    if not inputs:
        return dict.fromkeys(doubtful, 0.0)
    question = Question.of(subject.rows, subject.asked, subject.seed)
    together = Together.of(question, [codes(subject.table, name) for name in inputs])
    return {
        name: together.score([at for at, other in enumerate(inputs) if other != name]) for name in doubtful
    }


def _finding(subject: Subject, name: str, score: float, severity: Severity, beside: str = "") -> Finding:
    seen = f"It tells the target by itself: {_told(subject, score)}{beside}."
    if subject.table.roles[name] == "identifier":
        return Finding(
            "warning", (name,), f"{seen}  It is left out as an identifier.",
            "Rows seem to be numbered or sorted by the target: see how the table was made.",
        )  # fmt: skip
    return Finding(severity, (name,), seen, ADVICE.format(name=name))


def _told(subject: Subject, score: float) -> str:
    """A score in the usual terms."""
    if subject.asked.classifies:
        return f"AUC {(1 + score) / 2:.3f}"
    return f"{score:.1%} of the variance (of ranks)"
