"""Several pictures as one."""

from collections.abc import Sequence

from fitwright.figures._svg import nothing, page, tag
from fitwright.figures.figure import Figure

WIDTH, HEIGHT = 640.0, 360.0


def grid(
    figures: Sequence[Figure],
    title: str = "",
    columns: int = 2,
    size: tuple[float, float] = (WIDTH, HEIGHT),
) -> Figure:
    """Pictures of one size, in pixels, side by side in rows.

    Examples
    --------
    >>> from fitwright.figures import line
    >>> one = line({"a": ([1, 2], [3, 4])})
    >>> grid([one, one, one], title="Three").title
    'Three'
    """
    if not figures:
        return Figure(nothing(WIDTH, HEIGHT / 2, title), title)
    wide, (across, down) = min(columns, len(figures)), size
    rows = -(-len(figures) // wide)
    top = 30.0 if title else 0.0
    parts = []
    for number, figure in enumerate(figures):
        place = {"x": across * (number % wide), "y": top + down * (number // wide)}
        parts.append(tag("svg", figure.svg, width=across, height=down, **place))
    return Figure(page(across * wide, top + down * rows, title, parts), title)
