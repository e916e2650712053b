"""Optuna's names of distributions, for domains of ours."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from fitwright.core.describe import is_plain
from fitwright.core.errors import SettingError
from fitwright.optuna._aside import leave
from fitwright.space import Choice, Int
from fitwright.space import Domain as BaseDistribution
from fitwright.space import Float as FloatDistribution
from fitwright.space import Int as IntDistribution
from fitwright.space.reading import domain

__all__ = [
    "BaseDistribution", "CategoricalDistribution", "DiscreteUniformDistribution", "FloatDistribution",
    "IntDistribution", "IntLogUniformDistribution", "IntUniformDistribution", "LogUniformDistribution",
    "UniformDistribution", "distribution_to_json", "json_to_distribution",
]  # fmt: skip


class _AnyChoice(type):
    """Takes each choice for one of its own."""

    def __instancecheck__(cls, instance: Any) -> bool:
        return isinstance(instance, Choice)


class CategoricalDistribution(metaclass=_AnyChoice):
    """One of `choices`: a `Choice` of ours."""

    def __new__(cls, choices: Sequence[Any]) -> Choice:  # type: ignore[misc]  # Optuna has a class of this name
        """The choice that is meant."""
        return Choice(tuple(choices))


def UniformDistribution(low: float, high: float) -> FloatDistribution:  # noqa: N802  # as Optuna has it
    """Optuna's older word for `FloatDistribution`."""
    return FloatDistribution(low, high)


def LogUniformDistribution(low: float, high: float) -> FloatDistribution:  # noqa: N802  # as Optuna has it
    """Optuna's older word for `FloatDistribution` with `log`."""
    return FloatDistribution(low, high, log=True)


def DiscreteUniformDistribution(low: float, high: float, q: float) -> FloatDistribution:  # noqa: N802  # as above
    """Optuna's older word for `FloatDistribution` with a step."""
    return FloatDistribution(low, high, step=q)


def IntUniformDistribution(low: int, high: int, step: int = 1) -> IntDistribution:  # noqa: N802  # as above
    """Optuna's older word for `IntDistribution`."""
    return IntDistribution(low, high, step=step)


def IntLogUniformDistribution(low: int, high: int, step: int = 1) -> IntDistribution:  # noqa: N802  # as above
    """Optuna's older word for `IntDistribution` with `log`; a step other than 1 is refused."""
    return IntDistribution(low, high, log=True, step=step)


_KINDS: Mapping[str, Any] = {
    "FloatDistribution": FloatDistribution,
    "IntDistribution": IntDistribution,
    "CategoricalDistribution": CategoricalDistribution,
    "UniformDistribution": UniformDistribution,
    "LogUniformDistribution": LogUniformDistribution,
    "DiscreteUniformDistribution": DiscreteUniformDistribution,
    "IntUniformDistribution": IntUniformDistribution,
    "IntLogUniformDistribution": IntLogUniformDistribution,
}
_SHORT: Mapping[str, str] = {
    "float": "FloatDistribution",
    "int": "IntDistribution",
    "categorical": "CategoricalDistribution",
}
_OWN = ("default", "low_cost", "prior", "ordered")
"""What a domain of ours may have beside what Optuna's have."""


def json_to_distribution(json_str: str) -> BaseDistribution:
    """The distribution that a text describes, of ours or of Optuna's.

    Raises
    ------
    SettingError
        The text is no JSON, or describes none.

    Examples
    --------
    >>> one = json_to_distribution('{"type": "int", "low": 1, "high": 9}')
    >>> distribution_to_json(one)
    '{"name": "IntDistribution", "attributes": {"log": false, "step": 1, "low": 1, "high": 9}}'
    """
    try:
        told = json.loads(json_str)
    except (TypeError, ValueError) as error:
        raise SettingError(f"Expected a distribution as JSON; got {json_str!r:.100} ({error}).") from error
    told = told if isinstance(told, Mapping) else {}
    if "type" in told:
        given = {name: value for name, value in told.items() if name != "type" and value is not None}
        told = {"name": _SHORT.get(str(told["type"])), "attributes": given}
    kind, attributes = _KINDS.get(str(told.get("name"))), told.get("attributes")
    if kind is None or not isinstance(attributes, Mapping):
        raise SettingError(
            'Expected JSON such as {"name": "FloatDistribution", "attributes": {"low": 0.0, "high": 1.0}}, '
            f"with a name among {', '.join(_KINDS)}; got {json_str!r:.200}."
        )
    try:
        return kind(**attributes)  # type: ignore[no-any-return]  # each is one
    except TypeError as error:
        raise SettingError(
            f"Expected the attributes of a {told['name']}, such as low and high, or choices; got "
            f"{json_str!r:.200}."
        ) from error


def distribution_to_json(dist: Any) -> str:
    """The text by which Optuna, too, knows a distribution.

    What Optuna's have not, such as a default, is left out with a warning.

    Raises
    ------
    SettingError
        It is none, or JSON cannot hold its choices.
    """
    one = domain("dist", dist)
    own = {word: getattr(one, word, None) for word in _OWN}
    leave(
        "distribution_to_json", {name: said for name, said in own.items() if said is not False and said != ()}
    )
    if isinstance(one, Choice):
        if not is_plain(one.options):
            raise SettingError(
                "Expected choices that JSON can hold: text, numbers, True, False, None; got "
                f"{one.options!r:.200}."
            )
        return _text("Categorical", {"choices": list(one.options)})
    words = ("log", "step", "low", "high") if isinstance(one, Int) else ("step", "low", "high", "log")
    return _text("Int" if isinstance(one, Int) else "Float", {word: getattr(one, word) for word in words})


def _text(kind: str, attributes: Mapping[str, Any]) -> str:
    return json.dumps({"name": f"{kind}Distribution", "attributes": attributes})
