"""Axes around a drawing of points."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fitwright.figures._scale import Scale, said
from fitwright.figures._svg import COLOURS, FAINT, INK, label, short, tag, wide

WIDTH, HEIGHT = 640.0, 360.0


@dataclass(frozen=True)
class Frame:
    """Axes, and where the drawing lies between them."""

    x: Scale
    y: Scale
    left: float
    top: float
    right: float = WIDTH - 20
    bottom: float = HEIGHT - 52

    @classmethod
    def around(cls, points: Sequence[tuple[float, ...]], log_x: bool, title: bool, legend: bool) -> "Frame":
        """Axes that hold these points (x, y, error), with room for what stands above."""
        y = Scale.around([y + sign * e for _, y, e in points for sign in (-1, 1)])
        left = 44 + max(wide(said(tick)) for tick in y.ticks())
        return cls(Scale.around([p[0] for p in points], log_x), y, left, 16 + 22 * title + 22 * legend)

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Pixels."""
        return (
            self.left + self.x.at(x) * (self.right - self.left),
            self.bottom - self.y.at(y) * (self.bottom - self.top),
        )

    def drawn(self, x: str, y: str, names: Sequence[str] | None = None) -> Iterator[str]:
        """Axes, their words, and what stands along them."""
        for tick in self.y.ticks():
            _, place = self.at(self.x.low, tick)
            yield tag("line", x1=self.left, x2=self.right, y1=place, y2=place, stroke=FAINT)
            yield label(self.left - 8, place, said(tick), "end")
        room = (self.right - self.left) / len(names) - 6 if names else 0.0
        ticks = [(float(i), short(name, room)) for i, name in enumerate(names or ())]
        for tick, text in ticks or [(tick, said(tick)) for tick in self.x.ticks()]:
            place, _ = self.at(tick, self.y.low)
            yield tag("line", x1=place, x2=place, y1=self.bottom, y2=self.bottom + 5, stroke=INK)
            yield label(place, self.bottom + 16, text, "middle")
        yield tag("line", x1=self.left, x2=self.right, y1=self.bottom, y2=self.bottom, stroke=INK)
        middle = (self.top + self.bottom) / 2
        if x:
            yield label((self.left + self.right) / 2, HEIGHT - 14, x, "middle")
        if y:
            yield label(16, middle, y, "middle", transform=f"rotate(-90 16 {middle:g})")

    def legend(self, names: list[str]) -> Iterator[str]:
        """The colour of each name."""
        place, width = self.left, self.right - self.left
        fits = sum(wide(name) + 34 for name in names) <= width
        room = width if fits else width / len(names) - 34
        for number, name in enumerate(names):
            text = short(name, room)
            colour = COLOURS[number % len(COLOURS)]
            yield tag("rect", x=place, y=self.top - 20, width=14, height=4, rx=2, fill=colour)
            yield label(place + 20, self.top - 18, text)
            place += wide(text) + 34
