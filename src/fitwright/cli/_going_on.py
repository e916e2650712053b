"""A run that goes on, as the command line does it: watched, saved, told."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fitwright.cli._exit import Exit
from fitwright.cli._fitting import SUFFIX, model_path, tell
from fitwright.cli._interrupts import noted_interrupts
from fitwright.cli._progress import Progress, so_far
from fitwright.cli._voice import Voice


def go_on(run_dir: Path, out: Path | None, given: Mapping[str, Any], voice: Voice) -> Exit:
    """Go on with a run, save the model where that was asked for, and tell as after a fit.

    Parameters
    ----------
    run_dir : the folder of the run.
    out : a file for the model; None leaves it in the folder.
    given : `time_limit`, `max_trials`, `n_jobs`, as for `fitwright.resume`.
    voice : where to speak.
    """
    from fitwright import resume

    path = run_dir / f"model{SUFFIX}" if out is None else model_path(out, "")
    seconds, trials = given.get("time_limit"), given.get("max_trials")
    progress = Progress(voice, seconds, trials, history=so_far(run_dir))
    with noted_interrupts() as struck, voice.warnings(), progress:
        model = resume(run_dir, verbose=0, callbacks=[progress], **given)
    if out is not None:
        model.save(out)
    return tell(model, {"model": str(path)}, "NEW.csv", voice, interrupted=struck.is_set())
