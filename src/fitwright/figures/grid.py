"""Several pictures as one."""

from collections.abc import Sequence

from fitwright.figures._svg import nothing, page, tag
from fitwright.figures.figure import Figure

WIDTH, HEIGHT = 640.0, 360.0


def grid(figures: Sequence[Figure], title: str = "", columns: int = 2) -> Figure:
    """Pictures of 640 by 360, side by side in rows.

    Examples
    --------
    >>> from fitwright.figures import line
    >>> one = line({"a": ([1, 2], [3, 4])})
    >>> grid([one, one, one], title="Three").title
    'Three'
    """
    if not figures:
        return Figure(nothing(WIDTH, HEIGHT / 2, title), title)
    wide = min(columns, len(figures))
    rows = -(-len(figures) // wide)
    top = 30.0 if title else 0.0
    parts = []
    for number, figure in enumerate(figures):
        place = {"x": WIDTH * (number % wide), "y": top + HEIGHT * (number // wide)}
        parts.append(tag("svg", figure.svg, width=WIDTH, height=HEIGHT, **place))
    return Figure(page(WIDTH * wide, top + HEIGHT * rows, title, parts), title)
