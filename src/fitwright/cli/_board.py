"""The leaderboard as a table for a terminal."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.table import Table

Row = Mapping[str, Any]
UNITS = ((1e9, "GB"), (1e6, "MB"), (1e3, "kB"))
GAP = 2
"""Blanks between two columns."""
SHORTEST = 16
"""A reason that would be cut to less than this is left out."""
STYLES: Mapping[str, str] = {"failed": "red", "stopped": "dim", "paused": "dim"}


def board(rows: Sequence[Row], metric: str, top: int | None = None, width: int = 120) -> "Table":
    """`rows` as `report.leaderboard` makes them, the first `top` of them, `width` characters wide."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    shown = rows if top is None else rows[:top]
    names = ("#", "model", metric, "folds", "s", "ms/row", "size", "weight")
    cells = [_cells(row) for row in shown]
    widths = [max(map(len, column)) for column in zip(names, *cells, strict=True)]
    room = width - sum(widths) - GAP * len(widths)
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    table.caption, table.caption_justify = _rest(len(rows) - len(shown)), "left"
    for name in names:
        table.add_column(name, justify="left" if name == "model" else "right", no_wrap=True)
    table.add_column("state", no_wrap=True)
    for row, texts in zip(shown, cells, strict=True):
        style = "bold" if row["candidate"] is None else STYLES.get(row["state"], "")
        table.add_row(*[Text(text) for text in (*texts, _state(row, room))], style=style)
    return table


def _cells(row: Row) -> list[str]:
    """What stands before the state."""
    return [
        "" if row["candidate"] is None else str(row["candidate"]),
        row["model"],
        score_text(row["score"], row["error"]),
        str(row["folds"]),
        f"{row['seconds']:.1f}",
        number_text(row["ms_per_row"]),
        size_text(row["bytes"]),
        f"{row['weight']:.2f}" if row["weight"] else "",
    ]


def _state(row: Row, room: int) -> str:
    """The state and why, as far as there is room for the reason."""
    text = " ".join(f"{row['state']}: {row['why']}".split()) if row["why"] else row["state"]
    if len(text) <= room:
        return text
    return row["state"] if room < SHORTEST else text[: room - 3] + "..."


def _rest(count: int) -> str | None:
    return f"... and {count} more" if count > 0 else None


def score_text(score: float | None, error: float | None = None) -> str:
    """A score with its standard error, as many places as the error bears.

    Examples
    --------
    >>> score_text(0.98765, 0.0123)
    '0.988 ± 0.012'
    >>> score_text(51234.9, 321.0)
    '51235 ± 321'
    >>> score_text(0.5)
    '0.50000'
    """
    if score is None or score != score:
        return ""
    if not error or error != error:
        return f"{score:.0f}" if abs(score) >= 1e5 else f"{score:#.5g}".rstrip(".")
    places = max(0, 1 - _magnitude(error))
    return f"{score:.{places}f} ± {error:.{places}f}"


def _magnitude(number: float) -> int:
    """The power of ten of the first digit."""
    return int(f"{number:e}".split("e")[1])


def number_text(number: float | None) -> str:
    """Two or three digits, nothing where there is no number."""
    if number is None or number != number:
        return ""
    return f"{number:.0f}" if number >= 100 else f"{number:.2g}"


def size_text(count: float | None) -> str:
    """Bytes in a unit that reads well.

    Examples
    --------
    >>> size_text(1_234_567)
    '1.2 MB'
    """
    if count is None or count != count:
        return ""
    for size, unit in UNITS:
        if count >= size:
            return f"{count / size:.3g} {unit}" if count >= 10 * size else f"{count / size:.1f} {unit}"
    return f"{count:.0f} B"
