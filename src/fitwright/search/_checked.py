"""A searcher from elsewhere: its proposals are looked at before anybody evaluates them."""

from collections.abc import Mapping

from fitwright.core.errors import SpaceError
from fitwright.core.history import History
from fitwright.core.trial import Config
from fitwright.search.searcher import Searcher
from fitwright.space import Space


class Checked(Searcher):
    """Another searcher, whose proposals have to lie in a space; what one leaves open takes its default."""

    def __init__(self, inner: Searcher, space: Space):
        super().__init__(space, inner.seed)
        self.inner, self.lag = inner, inner.lag

    def ask(self, number: int, history: History) -> Config | None:
        """What the other one proposes.

        Raises
        ------
        SpaceError
            It is not of the space.
        """
        config = self.inner.ask(number, history)
        if config is None:
            return None
        who = f"Expected {type(self.inner).__name__} to propose configs of the space"
        if not isinstance(config, Mapping):
            raise SpaceError(f"{who}, dicts of name to value; got {config!r:.100}.")
        try:
            return self.space.complete(config)
        except SpaceError as error:
            raise SpaceError(f"{who}. {error}") from error

    def origin(self, config: Config) -> str:
        """As the other one says."""
        return self.inner.origin(config)
