"""The two kinds of work: a new trial's first step, and one more step of an old one."""

from collections.abc import Iterator

from fitwright.core.history import History
from fitwright.core.trial import Ref, Step, Steps, Trial
from fitwright.core.work import Key, Work
from fitwright.search import Searcher


def new_trial(searcher: Searcher, trials: int | None, history: History) -> Work | None:
    """The next trial's first step, or None where there is no next trial."""
    number = len(history)
    if trials is not None and number >= trials:
        return None
    config = searcher.ask(number, history)
    first = Step(0, history.steps.begin(number))
    return None if config is None else Work(Key(number, first), config, origin=searcher.origin(config))


def one_more(trial: Trial, steps: Steps, together: bool = False) -> Work | None:
    """The trial's next step, or None where it has to wait or has them all.

    Folds follow one another, and within a fold the fidelities ascend; where the steps go in rounds it is the
    other way round.  `together` lets a fold begin while another one is under way; a fidelity always waits for
    the one below it, in rounds for that of all folds.
    """
    if trial.pending and not together:
        return None
    begin = steps.begin(trial.number)
    for step in _in_order(steps, begin):
        if step in trial.started:
            continue
        below = Step(step.fold, step.fidelity - 1)
        needed = [Step(fold, below.fidelity) for fold in range(steps.folds)] if steps.in_rounds else [below]
        if step.fidelity == begin or all(one in trial.results for one in needed):
            return Work(Key(trial.number, step), trial.config, _checkpoint(trial, below), origin=trial.origin)
    return None


def _in_order(steps: Steps, begin: int) -> Iterator[Step]:
    """What a scheduler grants; an open-ended objective goes through its fidelities by itself."""
    fidelities = range(begin, 1 if steps.open_ended else len(steps.fidelities))
    if steps.in_rounds:
        yield from (Step(fold, fidelity) for fidelity in fidelities for fold in range(steps.folds))
    else:
        yield from (Step(fold, fidelity) for fold in range(steps.folds) for fidelity in fidelities)


def _checkpoint(trial: Trial, below: Step) -> Ref | None:
    return trial.results[below].refs.get("checkpoint") if below in trial.results else None
