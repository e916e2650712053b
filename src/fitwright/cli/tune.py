"""`fitwright tune`: search for the values at which a function of a script is best."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fitwright.cli._aims import bounds, directions
from fitwright.cli._command import Command
from fitwright.cli._exit import Exit
from fitwright.core.errors import FitwrightError

if TYPE_CHECKING:
    from fitwright.cli._voice import Voice
    from fitwright.study import Study


@dataclass(frozen=True)
class Tune(Command):
    """Find the values at which a function is lowest (or highest).

    The function takes a dict of values and returns a number, or yields one after each epoch; without --space
    it takes a trial and asks it for values, as Optuna's objectives do.  It may return several numbers, or a
    dict of them: then --direction says what becomes of each.
    """

    objective: Annotated[
        str, typer.Argument(metavar="SCRIPT:FUNCTION", help="Such as train.py:loss, or package.module:loss.")
    ]
    space: Annotated[Path | None, typer.Option(metavar="FILE", help="TOML with a line for each name.")] = None
    max_trials: Annotated[int | None, typer.Option(metavar="N", help="At most so many trials.")] = None
    time_limit: Annotated[float | None, typer.Option(metavar="SECONDS", help="For all trials.")] = None
    target: Annotated[float | None, typer.Option(metavar="VALUE", help="End when it is reached.")] = None
    patience: Annotated[
        int | None, typer.Option(metavar="N", help="End when N trials brought nothing better.")
    ] = None
    direction: Annotated[
        list[str] | None,
        typer.Option(
            metavar="WORD", help="minimize, as if nothing is said, or maximize; A=minimize,B=maximize."
        ),
    ] = None
    constraints: Annotated[
        list[str] | None, typer.Option(metavar="NAME<=X,...", help="Bounds on what the function returns.")
    ] = None
    search: Annotated[str, typer.Option(metavar="NAME", help="By its name in fitwright.search.")] = "auto"
    scheduling: Annotated[str, typer.Option(metavar="NAME", help="By its name in fitwright.scheduling.")] = (
        "inorder"
    )
    stopping: Annotated[
        str, typer.Option(metavar="NAME", help='By its name in fitwright.stopping; "halving(factor=4)".')
    ] = "never"
    trial_time_limit: Annotated[float | None, typer.Option(metavar="SECONDS", help="For one trial.")] = None
    memory_limit: Annotated[str | None, typer.Option(metavar="SIZE", help='For one trial, as "2 GB".')] = None
    n_jobs: Annotated[int, typer.Option(metavar="N", help="Trials at a time; -1 for all cores.")] = 1
    lag: Annotated[
        int | None, typer.Option(metavar="N", help="A trial is chosen by all but the last N - 1 before it.")
    ] = None
    random_state: Annotated[int, typer.Option(metavar="N", help="Seed.")] = 0
    run_dir: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Keep the study, and go on with it.")
    ] = None
    warm_start: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Begin with the best of an earlier --run-dir.")
    ] = None
    plots: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Draw the study, as SVG files.")] = None
    json: Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")] = False
    quiet: Annotated[bool, typer.Option("--quiet", help="Print nothing but errors.")] = False

    def run(self) -> Exit:
        from fitwright import tune
        from fitwright.cli._progress import Progress, so_far
        from fitwright.cli._script import named
        from fitwright.cli._voice import Voice
        from fitwright.space import from_toml
        from fitwright.study import Study

        voice = Voice(json=self.json, quiet=self.quiet)
        with voice.alone():
            function = named(self.objective)
        space = None if self.space is None else from_toml(self.space)
        watched = Progress(voice, self.time_limit, self.max_trials, history=so_far(self.run_dir))
        try:
            with voice.alone(), voice.warnings(), watched as progress:
                study = tune(function, space, callbacks=[progress], **self._settings())
        except FitwrightError as error:
            if isinstance(error.study, Study) and error.study.history.scored():
                self._tell(error.study, voice)
            raise
        self._tell(study, voice)
        return Exit.INTERRUPTED if study.interrupted else Exit.FINE

    def _tell(self, study: "Study", voice: "Voice") -> None:
        """What it came to, also where it ended with an error."""
        voice.say(f"Best of {len(study)} trials: {study.best_value:.6g} with")
        for name, value in study.best_params.items():
            voice.say(f"  {name} = {value!r}")
        for line in _several(study):
            voice.say(line)
        self._draw(study, voice)
        voice.document(_document(study))

    def _settings(self) -> dict[str, Any]:
        from fitwright.settings import as_bytes

        words = (
            "max_trials", "time_limit", "target", "patience", "search", "scheduling", "stopping",
            "trial_time_limit", "n_jobs", "lag", "random_state", "run_dir",
        )  # fmt: skip
        memory = None if self.memory_limit is None else as_bytes(self.memory_limit)
        limits = None if self.constraints is None else bounds(",".join(self.constraints))
        aims = {"direction": directions(",".join(self.direction or ["minimize"])), "constraints": limits}
        earlier = () if self.warm_start is None else (self.warm_start,)
        told = {word: getattr(self, word) for word in words} | aims
        return told | {"memory_limit": memory, "warm_start": earlier}

    def _draw(self, study: Any, voice: Any) -> None:
        from fitwright import plots

        if self.plots is not None:
            self.plots.mkdir(parents=True, exist_ok=True)
            for name in plots.catalog.names():
                voice.say(f"Drew {study.plot(name).save(self.plots / f'{name}.svg')}.")


def _several(study: Any) -> Iterator[str]:
    """A line for each trial of the front, where there are several losses, and what breaks a limit."""
    if broken := [str(limit) for limit in study.goals.limits if _breaks(study, limit)]:
        yield f"No trial keeps to all limits; this one breaks {', '.join(broken)}."
    if len(study.goals.names) > 1:
        yield f"Front of {len(study.front)} trials that no other beats:"
        for trial in study.front:
            told = ", ".join(f"{name} {value:.6g}" for name, value in study.values(trial).items())
            yield f"  #{trial.number}  {told}"


def _breaks(study: Any, limit: Any) -> bool:
    return bool(limit.excess(study.goals.value(study.best, limit.name)))


def _trial(study: Any, trial: Any) -> dict[str, Any]:
    return {"number": trial.number, "values": study.values(trial), "params": trial.config}


def _document(study: Any) -> dict[str, Any]:
    return {
        "best": {"number": study.best.number, "value": study.best_value, "params": study.best_params},
        "front": [_trial(study, trial) for trial in study.front],
        "importance": study.importance,
        "interrupted": study.interrupted,
        "trials": study.trials.to_dicts(),
    }
