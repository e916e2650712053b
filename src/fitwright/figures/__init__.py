"""Numbers to pictures: SVG without a library, for notebooks, reports and pages."""

from fitwright.figures.bars import bars
from fitwright.figures.dots import dots
from fitwright.figures.fan import fan
from fitwright.figures.field import field
from fitwright.figures.figure import Figure
from fitwright.figures.grid import grid
from fitwright.figures.heat import heat
from fitwright.figures.line import line
from fitwright.figures.scatter import scatter
from fitwright.figures.spans import spans
from fitwright.figures.threads import threads

__all__ = ["Figure", "bars", "dots", "fan", "field", "grid", "heat", "line", "scatter", "spans", "threads"]
