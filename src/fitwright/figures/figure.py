"""A picture that notebooks show."""

import sys
import webbrowser
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

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

    def show(self) -> None:
        """Show it where a notebook runs; elsewhere open it in the browser."""
        shell = sys.modules.get("IPython")
        if shell is not None and shell.get_ipython() is not None:
            shell.display.display(self)
        else:
            webbrowser.open(self.save(Path(mkdtemp()) / "figure.svg").as_uri())

    def _repr_svg_(self) -> str:
        return self.svg

    def __repr__(self) -> str:
        return f"Figure({self.title!r})"
