"""What an objective returns, read as losses."""

import inspect
import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from fitwright.core.goals import SECONDS, Goals


def outcome(goals: Goals, answer: Any) -> tuple[float, dict[str, float]]:
    """The first loss of what a function gave, and all that it gave by name, in its own sign.

    Raises
    ------
    TypeError, ValueError
        Something is missing, is no number, or is not finite.
    """
    if goals.plain:
        return goals.signs[0] * number(answer), {}
    values = _by_name(goals, answer)
    ours = {SECONDS} - {goals.names[0]}
    if missing := [name for name in goals.measures if name not in values and name not in ours]:
        raise TypeError(
            f"Expected the objective to return {', '.join(goals.measures)}; it gave no {', '.join(missing)}."
        )
    losses = [name for name in goals.names[1:] if not math.isfinite(values.get(name, 0.0))]
    if wrong := losses + [name for name in goals.measures if math.isnan(values.get(name, 0.0))]:
        raise ValueError(f"Expected finite numbers; {wrong[0]} is {values[wrong[0]]}.")
    return goals.signs[0] * values[goals.names[0]], values


def _by_name(goals: Goals, answer: Any) -> dict[str, float]:
    """What a function gave, by name."""
    if isinstance(answer, Mapping):
        if not goals.named:
            raise TypeError(
                "Expected direction by name where the objective returns a dict, as in "
                f"direction={{{next(iter(answer), 'loss')!r}: 'minimize'}}."
            )
        return {str(name): number(value) for name, value in answer.items()}
    given = list(answer) if isinstance(answer, list | tuple | np.ndarray) else [answer]
    if len(given) != len(goals.names):
        raise TypeError(f"Expected the objective to return {len(goals.names)} numbers; got {len(given)}.")
    return dict(zip(goals.names, map(number, given), strict=True))


def number(loss: Any) -> float:
    """A loss as a plain number; infinite and missing ones are for the loop to refuse."""
    if isinstance(loss, bool | str | bytes) or not hasattr(loss, "__float__"):
        hint = "; return the loss as one"
        if isinstance(loss, Mapping | list | tuple):
            hint = "; say a direction for each where there are several"
        elif inspect.isgenerator(loss):
            hint = "; write `yield from` it into a function of its own, so that each loss is a step"
        raise TypeError(f"Expected the objective to return a number; got {type(loss).__name__}{hint}.")
    try:
        return float(loss)
    except (TypeError, ValueError) as error:
        raise TypeError(f"Expected the objective to return one number; got {loss!r:.100}.") from error


def signed(loss: float, sign: float) -> float:
    """The user's value of a loss; no minus before a zero."""
    return loss if sign > 0 or math.isnan(loss) else 0.0 - loss
