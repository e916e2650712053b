"""A picture that notebooks show."""

from dataclasses import dataclass
from pathlib import Path

from fitwright.core.errors import SettingError


@dataclass(frozen=True)
class Figure:
    """An SVG drawing; it has no ground of its own and reads on light and on dark.

    Examples
    --------
    >>> from fitwright.figures import bars
    >>> bars(["a", "b"], [1.0, 2.0], title="Votes")
    Figure('Votes')
    """

    svg: str
    title: str = ""

    def save(self, path: str | Path) -> Path:
        """Write the drawing to a file whose name ends in ".svg".

        Raises
        ------
        SettingError
            The name ends otherwise.
        """
        path = Path(path)
        if path.suffix.lower() != ".svg":
            raise SettingError(f"Expected a file name that ends in .svg; got {path.name!r}.")
        path.write_text(self.svg, encoding="utf-8")
        return path

    def _repr_svg_(self) -> str:
        return self.svg

    def __repr__(self) -> str:
        return f"Figure({self.title!r})"
