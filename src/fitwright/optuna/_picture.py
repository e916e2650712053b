"""A picture with the words by which Optuna's users save one."""

from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any, Self

from fitwright.core.errors import SettingError
from fitwright.figures import Figure
from fitwright.optuna._aside import leave


@dataclass(frozen=True, repr=False)
class Picture(Figure):
    """An SVG drawing, which plotly's words write to a file."""

    @classmethod
    def of(cls, figure: Figure) -> Self:
        """The same drawing."""
        return cls(figure.svg, figure.title)

    def write_html(self, file: Any, **others: Any) -> None:
        """Write a page with the drawing in it."""
        leave("write_html", others)
        title = escape(self.title)
        page = f'<!doctype html><meta charset="utf-8"><title>{title}</title>\n{self.svg}\n'
        Path(file).write_text(page, encoding="utf-8")

    def write_image(self, file: Any, **others: Any) -> None:
        """Write the drawing to a file whose name ends in ".svg".

        Raises
        ------
        SettingError
            The name ends otherwise.
        """
        leave("write_image", others)
        if Path(file).suffix.lower() != ".svg":
            raise SettingError(
                f"Expected a file name that ends in .svg, as the picture is a drawing; got {str(file)!r}."
            )
        self.save(file)

    def update_layout(self, *given: Any, **others: Any) -> Self:
        """The same picture: what plotly's words would change stays as it is, and a warning says so."""
        named = {name: value for one in given if isinstance(one, dict) for name, value in one.items()}
        leave("A picture", {**named, **others})
        return self

    update_traces = update_xaxes = update_yaxes = update_layout
