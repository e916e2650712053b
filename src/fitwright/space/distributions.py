"""Domains in Optuna's words: its distributions, and the values on either side."""

from typing import Any

from fitwright.space.domains import Choice, Domain, Float, Int, on_step

_PLAIN = (str, int, float, bool, type(None))


def distribution(domain: Domain) -> Any:
    """The distribution of Optuna with the same values; priors, defaults and costs have no word there.

    A Choice with an order becomes the number of its option, and one of options that are no plain values too.

    Examples
    --------
    >>> distribution(Int(1, 9, step=3))
    IntDistribution(high=7, log=False, low=1, step=3)
    """
    from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution

    if isinstance(domain, Float):
        high = domain.high if domain.step is None else on_step(domain.low, domain.step, int(domain.size) - 1)
        return FloatDistribution(domain.low, high, log=domain.log, step=domain.step)
    if isinstance(domain, Int):
        high = domain.high if domain.log else domain.low + domain.step * (domain.size - 1)
        return IntDistribution(domain.low, high, log=domain.log, step=domain.step)
    if isinstance(domain, Choice) and domain.ordered:
        return IntDistribution(0, domain.size - 1)
    options = getattr(domain, "options", ())
    return CategoricalDistribution(options if is_plain(options) else range(len(options)))


def theirs(domain: Domain, value: Any) -> Any:
    """A value of the domain as its distribution has it; one that lies between two steps moves to a step."""
    if isinstance(domain, Choice):
        return domain.number(value) if _by_number(domain) else value
    if isinstance(domain, Float) and domain.step is not None:
        return on_step(domain.low, domain.step, int(domain.place(value) * domain.size))
    return ours(domain, value)


def ours(domain: Domain, value: Any) -> Any:
    """A value of the distribution as the domain has it: one that lies between two steps moves to a step."""
    if isinstance(domain, Choice):
        return domain.options[int(value)] if _by_number(domain) else value
    if isinstance(domain, Int):
        return domain.value(domain.place(int(value)))
    stepped = getattr(domain, "step", None) is not None
    return domain.value(domain.place(value)) if stepped else float(value)


def is_plain(options: Any) -> bool:
    """Are these values that Optuna takes as choices, each another?"""
    return all(type(one) in _PLAIN for one in options) and len(set(options)) == len(options)


def _by_number(domain: Choice) -> bool:
    return domain.ordered or not is_plain(domain.options)
