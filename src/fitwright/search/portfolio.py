"""A list of configs that are known to be good, before any search."""

from collections.abc import Sequence

from fitwright.core.history import History
from fitwright.core.trial import Config
from fitwright.search._fresh import Seen, draw, identity
from fitwright.search.searcher import Searcher
from fitwright.space import Space


class Portfolio(Searcher):
    """Proposes its configs in their order, then asks another searcher.

    A few configs that did well on other tables are worth dozens of searched ones (Feurer et al., 2022,
    Auto-Sklearn 2.0).

    Parameters
    ----------
    space : where `then` searches; the configs need not lie in it.
    seed : for the draws after the last config.
    configs : the configs, best first; the space's default where there are none.
    origins : who proposed each config, for the ledger; "portfolio" where not said.
    then : who is asked after the last config; None draws at random.

    Examples
    --------
    >>> from fitwright.space import Int
    >>> searcher = Portfolio(Space(depth=Int(1, 9)), configs=[{"depth": 6}])
    >>> searcher.ask(0, History())
    {'depth': 6}
    """

    def __init__(
        self,
        space: Space | None = None,
        seed: int = 0,
        configs: Sequence[Config] = (),
        origins: Sequence[str] = (),
        then: Searcher | None = None,
    ):
        super().__init__(space, seed)
        self.configs, self.origins = configs, origins
        self.then = then if then is None or space is None else then.bound(space, seed)
        self.lag = None if self.then is None else self.then.lag
        self._seen = Seen()

    def ask(self, number: int, history: History) -> Config | None:
        seen = self._seen.of(history)
        for config in self._list():
            if identity(config) not in seen:
                return dict(config)
        if self.then is not None:
            return self.then.ask(number, history)
        return draw(self.space, self.seed, number, seen)

    def origin(self, config: Config) -> str:
        known = self._list()
        if config in known:
            place = known.index(config)
            return self.origins[place] if place < len(self.origins) else super().origin(config)
        return self.then.origin(config) if self.then else "random"

    def _list(self) -> list[Config]:
        return list(self.configs) or [self.space.default()]
