"""A search that goes on for what is wished, though nothing new is left."""

from collections.abc import Container, Mapping
from typing import Any

from fitwright.core.calls import called
from fitwright.core.history import History
from fitwright.core.trial import Config
from fitwright.search import Searcher, made
from fitwright.space import Space


class Wished(Searcher):
    """Another searcher; a trial for which the user has wished something runs, whatever was tried before.

    Parameters
    ----------
    inner : the other searcher, by name or as an object.
    wishes : numbers of such trials.
    """

    def __init__(self, inner: Any, wishes: Container[int], space: Space | None = None, seed: int = 0):
        super().__init__(space, seed)
        self.inner = inner if space is None else made(inner, space, seed)
        self.wishes = wishes
        self.lag, self.chooses = getattr(self.inner, "lag", None), getattr(self.inner, "chooses", False)

    def ask(self, number: int, history: History) -> Config | None:
        config = self.inner.ask(number, history)
        if number not in self.wishes:
            return config
        old = config is None or any(trial.config == config for trial in history)
        return {} if old else config

    def origin(self, config: Config) -> str:
        """The other searcher."""
        return called(self.inner)[0] if isinstance(self.inner, str) else str(self.inner.origin(config))

    def to_dict(self) -> Mapping[str, Any]:
        """What it was made with."""
        return {"inner": self.inner}
