"""What a search tells on standard output as it goes, in the lines that users of scikit-learn's know."""

import logging
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from fitwright.core.events import Asked, Closed, Event, Stepped
from fitwright.core.trial import Config, Step
from fitwright.rungs import Ladder
from fitwright.scored import TEST, Folded, reason

WIDTH = 80
"""Characters of a line, where they are enough."""


def aloud() -> Callable[[str], None]:
    """Who says a line on standard output as it is now, be it a notebook's, however logging is set up."""
    logger = logging.Logger("fitwright.searchcv", logging.INFO)  # noqa: LOG001  # for no other handler to hear
    logger.addHandler(logging.StreamHandler(sys.stdout))
    return logger.info


def heading(folds: int, candidates: int | None, ladder: Ladder | None, *, surely: bool) -> str:
    """How much there is to fit.

    Parameters
    ----------
    folds : splits.
    candidates : None where only the time decides how many.
    ladder : rounds, where there are some.
    surely : will every candidate see all folds?

    Examples
    --------
    >>> heading(5, 10, None, surely=True)
    'Fitting 5 folds for each of 10 candidates, totalling 50 fits'
    """
    if candidates is None:
        return f"Fitting {folds} folds for each candidate, while there is time"
    each = f"Fitting {folds} folds for each of {candidates} candidates"
    if ladder is not None:
        return f"{each}, in rounds with {ladder.resource} of {', '.join(map(str, ladder.amounts))}"
    return f"{each}, totalling {'' if surely else 'at most '}{folds * candidates} fits"


@dataclass
class Fits:
    """A listener that says a line for each fit, and why a candidate ended early.

    Attributes
    ----------
    say : who says a line.
    objective : what is fitted.
    verbose : 2 tells parameters and time, 3 the fold and the scores too, 10 the candidate's number.
    """

    say: Callable[[str], None]
    objective: Folded
    verbose: int
    _configs: dict[int, Config] = field(default_factory=dict)

    def __call__(self, event: Event) -> None:
        """Hear an event."""
        match event:
            case Asked(trial, config):
                self._configs[trial] = config
            case Stepped(trial, step, result):
                scores = "".join(_scores(result.values)) if self.verbose > 2 else ""
                self._end(trial, step, f"{scores} total time={_time(result.seconds)}")
            case Closed(trial, "failed" | "stopped", why=why):
                self._end(trial, None, f" {reason(why)}")
            case _:
                pass

    def _end(self, trial: int, step: Step | None, what: str) -> None:
        """The place on the left, the rest on the right, dots between."""
        place = f" {step.fold + 1}/{len(self.objective.pairs)}" if step and self.verbose > 2 else ""
        number = f"; {trial + 1}" if self.verbose > 9 else ""
        turn = self.objective.steps.begin(trial) if step is None else step.fidelity
        given = self.objective.parameters(self._configs[trial], turn)
        said = ", ".join(f"{name}={given[name]}" for name in sorted(given))
        begin = f"[CV{place}{number}] END "
        self.say(begin + f"{said};{what}".rjust(WIDTH - len(begin), "."))


def _scores(values: Mapping[str, float]) -> Iterator[str]:
    """Each score on the judged rows, and on the learned ones where that was asked for."""
    for key in sorted(key for key in values if key.startswith(TEST)):
        name, train = key.removeprefix(TEST), values.get(f"train_score_{key.removeprefix(TEST)}")
        both = f"test={values[key]:.3f}" if train is None else f"train={train:.3f}, test={values[key]:.3f}"
        if name:
            yield f" {name}: ({both})"
        else:
            yield f", score={values[key]:.3f}" if train is None else f", score=({both})"


def _time(seconds: float) -> str:
    return f"{seconds / 60:4.1f}min" if seconds > 60 else f"{seconds:6.1f}s"
