"""A run's terminal as a picture."""

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

WIDTH = 108


def recorder() -> "Console":
    """A console that shows nothing and remembers all."""
    from rich.console import Console

    return Console(
        record=True, width=WIDTH, force_terminal=True, file=io.StringIO(), color_system="truecolor"
    )


def draw(console: "Console", path: Path) -> None:
    """What the console was told, as SVG in the reader's monospaced font: nothing is fetched for it."""
    from rich.terminal_theme import MONOKAI

    svg = console.export_svg(title="fitwright demo", theme=MONOKAI, unique_id="fitwright")
    svg = re.sub(r"\s*@font-face\s*\{.*?\}", "", svg, flags=re.DOTALL).replace("Fira Code", "monospace")
    path.write_text(svg.replace("<svg", '<svg xml:space="preserve"', 1), encoding="utf-8")
