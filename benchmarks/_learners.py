"""Which learner, and its hyperparameters: surrogates of several learners on a data set, as one black box."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks._surrogates import Surrogate, instances
from fitwright.space import Space

CHOICE = "learner"
LEARNERS: Mapping[str, tuple[str, float]] = {
    "xgboost": ("rbv2_xgboost", 0.0),
    "rpart": ("rbv2_rpart", 0.0),
    "glmnet": ("iaml_glmnet", -1.0),
}
"""Learner to its family, and what is added to its loss so that all are the accuracy, with a minus."""


@dataclass(frozen=True)
class Learners:
    """A data set under the learners that have a surrogate of it; lower is better.

    Attributes
    ----------
    folder : has a folder a family.
    instance : the data set's number at OpenML.
    learners : who is chosen among.
    """

    folder: Path
    instance: str
    learners: tuple[str, ...]

    @cached_property
    def space(self) -> Space:
        """A branch a learner."""
        return Space.one_of(CHOICE, {name: self._of[name].space for name in self.learners})

    def __call__(self, config: Mapping[str, Any]) -> float:
        """The loss of one config."""
        return float(self.many([config])[0])

    def many(self, configs: Sequence[Mapping[str, Any]]) -> NDArray[np.float64]:
        """(configs,) losses."""
        losses = np.empty(len(configs))
        for name in self.learners:
            places = [i for i, config in enumerate(configs) if config[CHOICE] == name]
            if places:
                inner = [_below(configs[i], name) for i in places]
                losses[places] = self._of[name].many(inner) + LEARNERS[name][1]
        return losses

    @cached_property
    def _of(self) -> dict[str, Surrogate]:
        return {name: Surrogate(self.folder, LEARNERS[name][0], self.instance) for name in self.learners}


def data_sets(folder: Path) -> list[tuple[str, tuple[str, ...]]]:
    """(data set, its learners) of all that two learners have, those with most learners first."""
    known = {name: instances(folder, family) for name, (family, _) in LEARNERS.items()}
    found = [
        (instance, tuple(name for name in LEARNERS if instance in known[name]))
        for instance in known["xgboost"]
    ]
    return sorted((pair for pair in found if len(pair[1]) > 1), key=lambda pair: -len(pair[1]))


def _below(config: Mapping[str, Any], name: str) -> dict[str, Any]:
    head = f"{name}."
    return {key.removeprefix(head): value for key, value in config.items() if key.startswith(head)}
