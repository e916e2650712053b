"""Tables as Markdown, to read and to paste."""

from collections.abc import Iterator, Sequence
from statistics import median
from typing import Any

from benchmarks.scenario import Record, Row


def markdown(rows: Sequence[Row]) -> str:
    """A table with a line for each row; headings are the keys of all rows, in the order of coming."""
    heads = list(dict.fromkeys(key for row in rows for key in row))
    body = [[_text(row.get(head)) for head in heads] for row in rows]
    widths = [max(len(head), *(len(line[i]) for line in body), 3) for i, head in enumerate(heads)]
    rule = ["-" * width for width in widths]
    lines = [[text.ljust(width) for text, width in zip(line, widths, strict=True)] for line in [heads, *body]]
    return "\n".join(f"| {' | '.join(line)} |" for line in [lines[0], rule, *lines[1:]])


def by(records: Sequence[Record], key: str) -> Iterator[tuple[Any, list[Record], list[Record]]]:
    """(value of `key`, its records that are ok, those that are not), in the order of coming."""
    for value in dict.fromkeys(record.get(key) for record in records):
        group = [record for record in records if record.get(key) == value]
        yield (
            value,
            [one for one in group if one["status"] == "ok"],
            [one for one in group if one["status"] != "ok"],
        )


def typical(values: Sequence[float | None], digits: int = 4) -> Any:
    """The median of what there is; None where there is nothing."""
    known = [value for value in values if value is not None]
    return round(median(known), digits) if known else None


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.4g}" if abs(value) < 1000 else f"{value:,.0f}"
    return str(value).replace("|", "/")
