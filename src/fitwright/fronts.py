"""What a search for several losses came to: the front that nobody beats, its knee, and how much it covers."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fitwright.core.amounts import is_amount
from fitwright.core.errors import SettingError
from fitwright.core.events import Closed, Event
from fitwright.core.goals import SECONDS, Goals
from fitwright.core.history import History
from fitwright.core.trial import Trial

Array = NDArray[np.float64]
Reference = Sequence[float] | Mapping[str, float] | None
"""A value for each loss, in its own sign."""
MARGIN = 0.1
"""The reference point lies so much of each loss's range beyond the worst."""


def best(goals: Goals, history: History) -> Trial | None:
    """The done trial with the lowest first loss; infeasible ones come last, those that break least before."""
    if not goals.limits:
        return next(iter(history.best(1)), None)
    done = history.in_state("done")
    return min(done, key=lambda t: (goals.excess(t), t.loss, t.number), default=None)


def feasible(goals: Goals, history: History) -> list[Trial]:
    """Done trials that keep to all limits and have all losses, oldest first."""
    done = [trial for trial in history.in_state("done") if goals.excess(trial) == 0]
    return [trial for trial in done if np.isfinite(goals.losses(trial)).all()]


def front(goals: Goals, history: History) -> list[Trial]:
    """Feasible trials that no other one beats, by their first loss; of equal ones the oldest."""
    trials = feasible(goals, history)
    return [trials[at] for at in unbeaten(_points(goals, trials))]


def knee(goals: Goals, history: History) -> Trial | None:
    """The trial of the front that lies farthest below the plane through its ends.

    Losses count in units of their range over the front; beyond the knee a little of one loss costs much of
    another (Das, 1999, On characterizing the "knee" of the Pareto curve).
    """
    trials = front(goals, history)
    if not trials:
        return None
    points = _points(goals, trials)
    span = np.ptp(points, axis=0)
    scaled = (points - points.min(axis=0)) / np.where(span > 0, span, 1.0)
    return trials[int(scaled.sum(axis=1).round(12).argmin())]


def cheapest(goals: Goals, history: History, within: float, by: str | None) -> Trial | None:
    """The feasible trial that costs least among those whose first loss is about the best.

    Raises
    ------
    SettingError
        `within` is below 0, or no trial was measured in `by`.
    """
    if within != 0 and not is_amount(within):
        raise SettingError(f"Expected within as a share from 0 on, such as 0.02; got {within!r}.")
    name = by or next(iter(goals.names[1:]), SECONDS)
    trials = feasible(goals, history)
    if not trials:
        return None
    lowest = min(trial.loss for trial in trials)
    near = [trial for trial in trials if trial.loss <= lowest + within * abs(lowest)]
    costs = {trial.number: goals.sign(name) * goals.value(trial, name) for trial in near}
    if not np.isfinite(list(costs.values())).any():
        raise SettingError(f"Expected by as something that trials were measured in; got {name!r}.")
    return min(near, key=lambda t: (np.isnan(costs[t.number]), costs[t.number], t.loss, t.number))


def volumes(
    goals: Goals, history: History, events: Iterable[Event], reference: Reference = None
) -> list[dict[str, Any]]:
    """A row for every feasible trial in the order in which they ended: number, seconds, hypervolume so far.

    The reference is a margin beyond the worst of these trials where None.

    Raises
    ------
    SettingError
        The reference does not have one number for each loss.
    """
    ended = {event.trial: event.at for event in events if isinstance(event, Closed) and event.state == "done"}
    trials = feasible(goals, history)
    trials.sort(key=lambda trial: (ended.get(trial.number, 0.0), trial.number))
    points = _points(goals, trials)
    corner = _corner(points) if reference is None else _reference(goals, reference)
    rows, volume, kept = [], 0.0, np.empty((0, len(goals.names)))
    for trial, point in zip(trials, points, strict=True):
        if not (kept <= point).all(axis=1).any():
            kept = np.vstack([kept[~(point <= kept).all(axis=1)], point])
            volume = hypervolume(kept, corner)
        rows.append({"number": trial.number, "seconds": ended.get(trial.number), "hypervolume": volume})
    return rows


def unbeaten(points: Array) -> list[int]:
    """Positions of those of `points` (points, losses) that no other beats, by their first loss.

    One beats another if it is nowhere worse and somewhere better; of equal points the first is kept.  A point
    that is not finite is left out.

    Examples
    --------
    >>> unbeaten(np.array([[2.0, 1.0], [1.0, 2.0], [2.0, 2.0]]))
    [1, 0]
    """
    kept: list[int] = []
    for at in np.lexsort(points.T[::-1]).tolist() if len(points) else ():
        # Whoever beats it stands before it in this order.
        if np.isfinite(points[at]).all() and not (points[kept] <= points[at]).all(axis=1).any():
            kept.append(at)
    return kept


def beaten_by(points: Array) -> NDArray[np.int64]:
    """(points,) how many others beat each of `points` (points, losses)."""
    no_worse = (points[:, None] <= points[None]).all(axis=2)
    better = (points[:, None] < points[None]).any(axis=2)
    found: NDArray[np.int64] = (no_worse & better).sum(axis=0)
    return found


def hypervolume(points: Array, reference: Array) -> float:
    """The volume of what `points` (points, losses) beat, up to `reference` (losses,); exact.

    Points that are not better than the reference in every loss add nothing.  Two losses are swept; of more,
    what each point adds to those after it is summed (While, Bradstreet and Barone, 2012, A fast way of
    calculating exact hypervolumes), which takes long for fronts of hundreds in more than four losses.

    Examples
    --------
    >>> hypervolume(np.array([[1.0, 2.0], [2.0, 1.0]]), np.array([3.0, 3.0]))
    3.0
    """
    inside = points[(points < reference).all(axis=1)]
    return _volume(inside[unbeaten(inside)], reference)


def _volume(points: Array, reference: Array) -> float:
    """Of a front (points, losses) in the order of its first loss."""
    if not len(points):
        return 0.0
    if points.shape[1] == 1:
        return float(reference[0] - points[0, 0])
    if points.shape[1] == 2:
        widths = np.append(points[1:, 0], reference[0]) - points[:, 0]
        return float((widths * (reference[1] - points[:, 1])).sum())
    total = 0.0
    for at, point in enumerate(points):
        shared = np.maximum(points[at + 1 :], point)  # what the later ones cover of it
        total += float(np.prod(reference - point)) - _volume(shared[unbeaten(shared)], reference)
    return total


def _points(goals: Goals, trials: Sequence[Trial]) -> Array:
    """(trials, losses)"""
    return np.array([goals.losses(trial) for trial in trials], np.float64).reshape(-1, len(goals.names))


def _corner(points: Array) -> Array:
    """(losses,) a margin beyond the worst of each."""
    if not len(points):
        return np.zeros(points.shape[1])
    found: Array = points.max(axis=0) + MARGIN * np.ptp(points, axis=0)
    return found


def _reference(goals: Goals, given: Sequence[float] | Mapping[str, float]) -> Array:
    """(losses,) in our sign."""
    told = [given[name] for name in goals.names if name in given] if isinstance(given, Mapping) else given
    try:
        found = np.array(told, np.float64)
    except (TypeError, ValueError):
        found = np.empty(0)
    if found.shape != (len(goals.names),) or not np.isfinite(found).all():
        raise SettingError(
            f"Expected a reference with a number for each of {', '.join(goals.names)}; got {given!r}."
        )
    found *= np.array(goals.signs)
    return found
