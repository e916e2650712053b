"""Hyperparameters as axes."""

from collections.abc import Iterator, Sequence

from fitwright.core.errors import SettingError
from fitwright.core.trial import Trial
from fitwright.figures import Figure, scatter
from fitwright.plots.plot import Told
from fitwright.space import Choice, Domain


def varied(told: Told) -> dict[str, Domain]:
    """Flat name to domain of what took at least two values in whole trials."""
    values: dict[str, set[str]] = {}
    for trial in told.whole:
        for name, value in trial.config.items():
            values.setdefault(name, set()).add(repr(value))
    return {name: domain for name, domain in told.space.walk() if len(values.get(name, ())) > 1}


def named(told: Told, names: Sequence[str]) -> Sequence[str]:
    """The names, if the space has them.

    Raises
    ------
    SettingError
        It has not.
    """
    known = [name for name, _ in told.space.walk()]
    if isinstance(names, str) or (strange := [name for name in names if name not in known]):
        wrong = names if isinstance(names, str) else ", ".join(map(repr, strange))
        raise SettingError(f"Expected a list of names of the space ({', '.join(known)}); got {wrong}.")
    return names


def ends(domain: Domain) -> tuple[str, str]:
    """What stands at the two ends of its axis."""
    low, high = domain.value(0.0), domain.value(1.0)
    return tuple(f"{end:.4g}" if isinstance(end, float) else str(end) for end in (low, high))  # type: ignore[return-value]  # two of them


def marks(domain: Domain) -> list[tuple[float, str]]:
    """What stands along its axis, at places from 0 to 1: its ends, or each option."""
    if isinstance(domain, Choice):
        return [(domain.place(option), str(option)) for option in domain.options]
    low, high = ends(domain)
    return [(0.0, low), (1.0, high)]


def slice_of(name: str, domain: Domain, told: Told) -> Figure:
    """Value by one hyperparameter; later trials are deeper."""
    with_it = [trial for trial in told.whole if name in trial.config]
    last = max((trial.number for trial in with_it), default=0) or 1
    choice = isinstance(domain, Choice)
    points = [
        (_place(domain, trial.config[name]), told.value(trial), trial.number / last)
        for trial in with_it
        if domain.holds(trial.config[name])
    ]
    names = [str(option) for option in getattr(domain, "options", ())] if choice else None
    return scatter(points, name, "", told.metric, log_x=bool(getattr(domain, "log", False)), names=names)


def places(told: Told, names: list[str]) -> Iterator[tuple[Trial, list[float]]]:
    """Each whole trial with its places in [0, 1] on these axes; NaN where a name is not open."""
    domains = dict(told.space.walk())
    for trial in told.whole:
        config = trial.config
        yield (
            trial,
            [domains[n].place(config[n]) if _fits(domains[n], config, n) else float("nan") for n in names],
        )


def _fits(domain: Domain, config: dict[str, object], name: str) -> bool:
    return name in config and domain.holds(config[name])


def _place(domain: Domain, value: object) -> float:
    if isinstance(domain, Choice):
        return float(domain.number(value))
    return float(value)  # type: ignore[arg-type]  # a number: the domain holds it
