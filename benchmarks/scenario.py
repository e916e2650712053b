"""What a benchmark is: jobs with permanent ids, each measured in a fresh process, and a table of them."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

HERE = Path(__file__).parent
Record = dict[str, Any]
"""One run: id, status ("ok", "failed", "killed"), what was measured, and on what machine and commit."""
Row = Mapping[str, Any]
"""One line of a printed table: heading to value."""


@dataclass(frozen=True)
class Options:
    """What the command line says; empty means the scenario's own choice.

    Attributes
    ----------
    out : folder that gets a JSON line a run.
    data : folder with `manifest.json` and the tables it names.
    only : names of data sets or variants.
    limits : time limits in seconds.
    models : "core", "boost", or families joined by "+".
    repeats : runs of each job.
    cores, fold, seed : cores of a fit, the judged fold of five, the seed of split and fit.
    seeds : how many seeds, from `seed` on, where a scenario repeats its searches.
    compare : files with records of peers, a JSON line a run.
    peers : folder with an environment for each peer that is to be run, called like it.
    """

    out: Path = HERE / "results"
    data: Path = HERE.parents[1] / "shared" / "data"
    only: tuple[str, ...] = ()
    limits: tuple[float, ...] = ()
    models: tuple[str, ...] = ()
    repeats: int = 0
    cores: int = 2
    fold: int = 0
    seed: int = 0
    seeds: int = 0
    compare: tuple[Path, ...] = ()
    peers: Path | None = None

    def wants(self, name: str) -> bool:
        """Was this data set or variant asked for?"""
        return not self.only or name in self.only


@dataclass(frozen=True)
class Job:
    """One thing to measure: a permanent id, and plain values for the process that measures."""

    id: str
    given: dict[str, Any] = field(default_factory=dict)
    patience: float = 120.0
    """Seconds after which the process is killed."""
    label: Mapping[str, Any] = field(default_factory=dict)
    """Plain values that stand in the record even where the run fails."""


class Scenario(ABC):
    """A benchmark; its file's name is its name, its first sentence says what it measures."""

    aim: ClassVar[str]
    """What should hold, in one line."""
    repeats: ClassVar[int] = 1
    """Runs of each job; jobs take turns, so that a noisy minute hits all of them."""

    @abstractmethod
    def jobs(self, options: Options) -> list[Job]:
        """What is to be measured; the same options give the same ids for ever."""

    @staticmethod
    @abstractmethod
    def measure(given: Mapping[str, Any]) -> Record | Iterator[Record]:
        """Measure one job; runs in a fresh process.

        What it yields on its way stands in the record even where it is killed, or its own alarm ends it.
        """

    @abstractmethod
    def tables(self, records: Sequence[Record], options: Options) -> Mapping[str, Sequence[Row]]:
        """Small tables of medians, by title."""
