"""What a data check says: findings, worst first, and every column's role and why; text, HTML, values."""

import html
import textwrap
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from fitwright.audit.audit import SEVERITIES, Finding, Severity
from fitwright.core.columns import Column

if TYPE_CHECKING:
    from rich.text import Text

SHOWN = 40
"""Columns that text lists; HTML and values have all of them."""
WIDTH = 100
STYLES = (("critical", "#b00020"), ("warning", "#8a6d00"), ("info", "#555555"))


@dataclass(frozen=True)
class DataCheck:
    """What was seen in a table before anything is spent.

    Attributes
    ----------
    findings : worst first.
    columns : each with its role, why it has it, its levels, range and gaps.
    rows : of the table; `looked`: of the sample that costly audits looked at.
    task : kind of task, or None where there is no target.
    leaks : names of the audits that look for leaks.
    unfinished : audits that there was no time for.
    seconds : what it took.

    Examples
    --------
    >>> import fitwright
    >>> rows = {"size": [1, 2, 3, 4] * 20, "kind": ["s", "s", "l", "l"] * 20}
    >>> found = fitwright.check(rows, target="kind")
    >>> found.of("critical")[0].columns
    ('size',)
    """

    findings: tuple[Finding, ...]
    columns: tuple[Column, ...]
    rows: int
    looked: int
    task: str | None = None
    leaks: tuple[str, ...] = ()
    unfinished: tuple[str, ...] = ()
    seconds: float = 0.0

    def of(self, *severities: Severity) -> tuple[Finding, ...]:
        """The findings of these severities."""
        return tuple(finding for finding in self.findings if finding.severity in severities)

    @property
    def leaking(self) -> tuple[str, ...]:
        """Columns that give the target away, by what was seen."""
        told = [name for finding in self.findings if finding.audit in self.leaks for name in finding.columns]
        return tuple(dict.fromkeys(told))

    @property
    def sentences(self) -> list[str]:
        """A sentence for each finding that is worth a look, for logs."""
        return [str(finding) for finding in self.of("critical", "warning")]

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {
            "rows": self.rows,
            "looked": self.looked,
            "task": self.task,
            "findings": [finding.as_dict() for finding in self.findings],
            "leaking": list(self.leaking),
            "columns": [{**asdict(column), "levels": len(column.levels)} for column in self.columns],
            "unfinished": list(self.unfinished),
            "seconds": round(self.seconds, 3),
        }

    def __str__(self) -> str:
        lines = [self._title(), self._counts(), ""]
        for finding in self.findings:
            lines += _in_words(finding)
        lines += ["Columns", *_listed(self.columns[:SHOWN])]
        if (more := len(self.columns) - SHOWN) > 0:
            lines.append(f"  … and {more} more")
        return "\n".join(lines)

    def styled(self) -> "Text":
        """The text with its severities in colour, as rich prints it."""
        from rich.text import Text

        text = Text(str(self))
        for severity, style in zip(SEVERITIES, ("bold red", "yellow", "dim"), strict=True):
            text.highlight_regex(rf"(?m)^{severity.upper()}\b", style)
        return text

    def __rich__(self) -> "Text":
        return self.styled()

    def _repr_html_(self) -> str:
        found = "".join(_row(finding) for finding in self.findings)
        told = [(column.name, column.role, column.why, str(column.missing)) for column in self.columns]
        columns = "".join(f"<tr>{''.join(map(_cell, cells))}</tr>" for cells in told)
        return (
            f"<div><p><b>{html.escape(self._title())}</b><br>{html.escape(self._counts())}</p>"
            f"<table>{_heads('severity', 'columns', 'seen', 'what to do')}{found}</table>"
            f"<details><summary>Columns</summary><table>{_heads('name', 'role', 'why', 'missing')}"
            f"{columns}</table></details></div>"
        )

    def _title(self) -> str:
        asked = f", {self.task}" if self.task else ""
        part = f", {self.looked} of them looked at closely" if self.looked < self.rows else ""
        return f"Data check: {self.rows} rows{part}, {len(self.columns)} columns{asked}"

    def _counts(self) -> str:
        counts = Counter(finding.severity for finding in self.findings)
        told = ", ".join(f"{counts[severity]} {severity}" for severity in SEVERITIES if counts[severity])
        late = f"; no time for {', '.join(self.unfinished)}" if self.unfinished else ""
        return f"{told or 'nothing found'}{late}"


def _in_words(finding: Finding) -> Iterator[str]:
    """A finding as lines of text."""
    names = ", ".join(finding.columns[:5]) + (" …" if len(finding.columns) > 5 else "")
    yield f"{finding.severity.upper():<9} {finding.audit}{': ' if names else ''}{names}"
    for text, lead in ((finding.seen, "  "), (finding.advice, "  → ")):
        yield from textwrap.wrap(text, WIDTH, initial_indent=lead, subsequent_indent=" " * len(lead))
    yield ""


def _listed(columns: tuple[Column, ...]) -> Iterator[str]:
    """Names, roles and reasons, in columns of text."""
    wide = min(30, max((len(column.name) for column in columns), default=0))
    for column in columns:
        gaps = f"; {column.missing} missing" if column.missing else ""
        why = column.why if len(column.why) <= WIDTH else f"{column.why[: WIDTH - 1]}…"
        yield f"  {column.name:<{wide}}  {column.role:<10}  {why}{gaps}"


def _row(finding: Finding) -> str:
    colour = dict(STYLES)[finding.severity]
    return (
        f'<tr><td style="color:{colour}"><b>{finding.severity}</b></td>{_cell(", ".join(finding.columns))}'
        f"{_cell(finding.seen)}{_cell(finding.advice)}</tr>"
    )


def _heads(*names: str) -> str:
    return f"<tr>{''.join(f'<th>{name}</th>' for name in names)}</tr>"


def _cell(text: str) -> str:
    return f'<td style="text-align:left">{html.escape(text)}</td>'
