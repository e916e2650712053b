"""Numbers to pictures: SVG without a library, for notebooks, reports and pages."""

from fitwright.figures.bars import bars
from fitwright.figures.figure import Figure
from fitwright.figures.heat import heat
from fitwright.figures.line import line

__all__ = ["Figure", "bars", "heat", "line"]
