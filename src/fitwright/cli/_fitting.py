"""One fit as the command line does it: watched, saved, told."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import typer

from fitwright.cli._board import board
from fitwright.cli._exit import Exit
from fitwright.cli._interrupts import noted_interrupts
from fitwright.cli._progress import Progress
from fitwright.cli._voice import Voice
from fitwright.core.errors import SettingError

TOP = 12
"""Candidates of the leaderboard that are shown after a fit."""
SUFFIX = ".fw"


@dataclass(frozen=True)
class Job:
    """What to fit, and where the model goes; `settings` are the words of `fitwright.fit`."""

    data: str | Path
    target: str
    out: Path
    settings: Mapping[str, Any] = field(default_factory=dict)


def do(job: Job, voice: Voice) -> Exit:
    """Fit, save, and tell: to people the leaderboard, to programs one document."""
    from fitwright import fit

    seconds, trials = _limits(job.settings)
    with noted_interrupts() as struck, voice.warnings(), Progress(voice, seconds, trials) as progress:
        model = fit(job.data, job.target, verbose=0, callbacks=[progress], **job.settings)
    path = keep(model, job.out)
    about, new = {"model": str(path), "target": job.target}, f"NEW{_ending(job.data)}"
    code = tell(model, about, new, voice, interrupted=struck.is_set())
    return code if path == job.out else Exit.OTHER


def keep(model: Any, out: Path) -> Path:
    """Save the model to `out`, or elsewhere where that cannot be: what took an hour is not thrown away."""
    try:
        model.save(out)
    except OSError as error:
        aside = Path(tempfile.mkdtemp(prefix="fitwright-")) / out.name
        model.save(aside)
        why = f"{out} cannot be written: {error.strerror or error}. The model is kept in {aside}."
        typer.secho(why, fg=typer.colors.RED, err=True)
        return aside
    return out


def tell(model: Any, about: Mapping[str, Any], new: str, voice: Voice, *, interrupted: bool) -> Exit:
    """What was found and where it is saved: to people the leaderboard, to programs one document."""
    from fitwright import report

    card = model.predictor_.card
    rows = report.leaderboard(model.history_, card)
    voice.say()
    voice.say(board(rows, str(card.get("metric", "score")), TOP, voice.out.width))
    voice.say()
    cut = "Interrupted; the best so far is kept. " if interrupted else ""
    path = about["model"]
    voice.say(f"{cut}Saved the model to {path}. Use it: fitwright predict {path} {new}")
    voice.document({**about, **_document(model, rows, interrupted=interrupted)})
    return Exit.INTERRUPTED if interrupted else Exit.FINE


def _limits(settings: Mapping[str, Any]) -> tuple[float | None, int | None]:
    """Seconds and candidates, checked; the default seconds where neither was said."""
    from fitwright.settings import Settings

    checked = Settings.of(settings)
    return checked.seconds, checked.max_trials


def model_path(out: str | Path | None, data: str) -> Path:
    """Where the model goes: `out`, or a free name made from the table's, in the current folder.

    Raises
    ------
    SettingError
        There is no folder for it; better said before the time is spent than after.
    """
    from fitwright import readers

    path = Path(out) if out is not None else _free(readers.stem(data))
    if path.is_dir() or not path.parent.is_dir():
        raise SettingError(f"Expected out as a file in a folder that exists; got {path}.")
    return path


def _free(stem: str) -> Path:
    """stem.fw, or stem-2.fw where that is taken, ..."""
    path, number = Path(f"{stem}{SUFFIX}"), 1
    while path.exists():
        number += 1
        path = Path(f"{stem}-{number}{SUFFIX}")
    return path


def _ending(data: str | Path) -> str:
    """What tables like this one end in; nothing for folders and databases."""
    return Path(data).suffix if Path(data).is_file() else ""


def _document(model: Any, rows: list[dict[str, Any]], *, interrupted: bool) -> dict[str, Any]:
    predictor, header = model.predictor_, model.history_.header
    card = predictor.card
    return {
        "task": predictor.task.kind,
        "metric": card.get("metric"),
        "score": card.get("score"),
        "error": card.get("error"),
        "rows": card.get("rows"),
        "roles": header.get("roles"),
        "notes": header.get("notes"),
        "seed": card.get("seed"),
        "interrupted": interrupted,
        "leaderboard": rows,
    }
