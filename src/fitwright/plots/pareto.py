"""Two things at once: what nobody beats in both."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fitwright import fronts
from fitwright.core.errors import SettingError
from fitwright.core.goals import SECONDS, Goals
from fitwright.figures import Figure, scatter
from fitwright.plots.plot import Plot, Told

DEEP, PALE = 1.0, 0.1


@dataclass
class Pareto(Plot):
    """Value against a second loss, or another measure such as seconds; deep trials are beaten by none.

    With more losses than two, deep is what nobody beats in all of them.  Trials that break a limit are pale.

    Parameters
    ----------
    against : a loss, "seconds", or a name in the values of the results (less is better); the second loss of a
        study that has one, else "seconds", where None.
    names : of the value and of that, on the axes; their own where None.
    dominated : False draws the deep trials alone.

    Examples
    --------
    >>> from fitwright import Float, tune
    >>> study = tune(
    ...     lambda config: {"error": (config["x"] - 2) ** 2, "size": abs(config["x"])},
    ...     {"x": Float(-5, 5)},
    ...     direction={"error": "minimize", "size": "minimize"},
    ...     max_trials=20,
    ... )
    >>> study.plot("pareto")
    Figure('Pareto front')
    """

    against: str | None = None
    names: Sequence[str] | None = None
    dominated: bool = True

    def draw(self, told: Told) -> Figure:
        if self.names is not None and (isinstance(self.names, str) or len(self.names) != 2):
            raise SettingError(f"Expected two names for the axes; got {self.names!r}.")
        goals = Goals.of(told.history.header)
        against = self.against or next(iter(goals.names[1:]), SECONDS)
        beside = {t.number: goals.value(t, against) for t in told.whole}
        trials = [t for t in told.whole if not math.isnan(beside[t.number])]
        if beside and not trials:
            raise SettingError(
                f"Expected against as something that trials were measured in; got {against!r}."
            )
        if against in goals.names:
            deep = {trial.number for trial in fronts.front(goals, told.history)}
        else:
            fine = [trial for trial in trials if not goals.excess(trial)]
            points = np.array([[t.loss, beside[t.number]] for t in fine], np.float64).reshape(-1, 2)
            deep = {fine[at].number for at in fronts.unbeaten(points)}
        drawn = [trial for trial in trials if self.dominated or trial.number in deep]
        shown = [(beside[t.number], told.value(t), DEEP if t.number in deep else PALE) for t in drawn]
        up, along = self.names or (told.metric, against)
        return scatter(shown, "Pareto front", along, up)
