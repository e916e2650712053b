"""Spaces written otherwise: scikit-learn's grids and distributions, Optuna's distributions, TOML."""

import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence, Set
from inspect import signature
from pathlib import Path
from typing import Any

from fitwright.core.errors import SpaceError
from fitwright.space.domains import Choice, Domain, Float, Int, scalar
from fitwright.space.space import Space

QUANTILES = 33
"""A distribution of another shape is kept as so many quantiles."""
TAIL = 1e-3
"""What a distribution without ends has beyond those it gets, on either side."""


def read(given: Any) -> Space:
    """The space that is meant.

    Parameters
    ----------
    given : a Space; a mapping of name to a domain, a list of values, a frozen distribution of
        `scipy.stats`, a distribution of Optuna, or one value; or a list of such mappings, as `GridSearchCV`
        takes them.  Each mapping of a list becomes a branch of a choice called "grid": the names of the
        second are "1.…".

    Raises
    ------
    SpaceError
        Something in it is no set of values.

    Examples
    --------
    >>> from scipy.stats import loguniform
    >>> space = read({"C": loguniform(1e-2, 1e2), "kernel": ["linear", "rbf"]})
    >>> space.domains["C"].log, space.domains["kernel"].options
    (True, ('linear', 'rbf'))
    """
    if isinstance(given, Space):
        return given
    if isinstance(given, Mapping):
        return Space({str(name): domain(str(name), values) for name, values in given.items()})
    if isinstance(given, Sequence) and given and all(isinstance(one, Mapping) for one in given):
        if len(given) == 1:
            return read(given[0])
        return Space.one_of("grid", {str(i): read(one) for i, one in enumerate(given)})
    raise SpaceError(
        f"Expected a Space, or a mapping of names to domains or lists; got {type(given).__name__}."
    )


def domain(name: str, given: Any) -> Domain:
    """The domain that is meant by a list, a distribution or a domain."""
    if isinstance(given, Domain):
        return given
    if hasattr(given, "ppf") and not getattr(given, "numargs", 0):
        return _of_scipy(name, given if hasattr(given, "dist") else given())
    if type(given).__module__.startswith("optuna."):
        return _of_optuna(name, given)
    if hasattr(given, "rvs"):
        raise SpaceError(
            f"Expected a distribution with quantiles (ppf) for {name!r}; got {type(given).__name__}, which "
            "can only be drawn from. Use Float, Int or a frozen distribution of scipy.stats."
        )
    if isinstance(given, str | bytes | Mapping | Set) or not isinstance(given, Iterable):
        hint = " A set has no order: write a list." if isinstance(given, Set) else ""
        raise SpaceError(f"Expected a domain, a list or a distribution for {name!r}; got {given!r}.{hint}")
    return _of_values(name, list(given))


def from_toml(path: str | Path) -> Space:
    """The space that a TOML file describes.

    One line a name: `rate = {float = [1e-4, 1.0], log = true}`, `depth = {int = [2, 9], default = 5}`,
    `kernel = {choice = ["linear", "rbf"]}`; other keys are arguments of the domain.  A name with spaces
    below it: `model = {one_of = {forest = {depth = {int = [2, 9]}}, mean = {}}}`.  Conditions and forbidden
    combinations are tables of their own, `[[when]]` with `opens = ["rate"]` and a line a test, and
    `[[forbid]]`; a test is a value, a list of values, or a range such as `depth = {int = [5, 9]}`.

    Raises
    ------
    SpaceError
        The file is not there, is no TOML or no space; the message has the name.
    """
    try:
        plain = tomllib.loads(Path(path).read_text("utf-8"))
    except OSError as error:
        raise SpaceError(f"Expected a file with a space at {path}; {error.strerror}.") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SpaceError(f"Expected TOML in {path}; {error}. Is every name there once?") from error
    return _of_table(plain)


def _of_table(plain: Mapping[str, Any]) -> Space:
    space = Space()
    for name, given in plain.items():
        if isinstance(given, Mapping):
            space = space.with_(_of_line(name, given))
        elif name not in ("when", "forbid"):
            raise SpaceError(f"Expected a table such as {{float = [0.0, 1.0]}} for {name!r}; got {given!r}.")
    for condition in _tables(plain, "when"):
        opens = condition.get("opens", ())
        tests = {name: _meant(name, meant) for name, meant in condition.items() if name != "opens"}
        space = space.when(tests, *([opens] if isinstance(opens, str) else opens))
    for tests in _tables(plain, "forbid"):
        space = space.forbid({name: _meant(name, meant) for name, meant in tests.items()})
    return space


def _meant(name: str, given: Any) -> Any:
    """A value, a list of values, or the domain that a table describes."""
    return _of_line(name, given).domains[name] if isinstance(given, Mapping) else given


def _tables(plain: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    found = plain.get(name, [])
    if isinstance(found, Mapping):  # a domain of that name
        return []
    if not isinstance(found, list) or not all(isinstance(one, Mapping) for one in found):
        raise SpaceError(f"Expected tables [[{name}]], each with a line a test; got {found!r}.")
    return found


def _of_line(name: str, given: Mapping[str, Any]) -> Space:
    """One name of a table."""
    kinds = {"float": Float, "int": Int, "choice": Choice}
    [kind, *others] = [*(word for word in given if word in (*kinds, "one_of")), ""]
    if not kind or others != [""]:
        raise SpaceError(
            f"Expected one of float, int, choice, one_of for {name!r}, such as {{float = [0.0, 1.0]}}; "
            f"got {', '.join(given)}."
        )
    if not isinstance(given[kind], Mapping if kind == "one_of" else list):
        meant = "a table of spaces" if kind == "one_of" else "a list"
        raise SpaceError(f"Expected {meant} as {kind} of {name!r}; got {given[kind]!r}.")
    if kind == "one_of":
        if bare := [option for option, below in given[kind].items() if not isinstance(below, Mapping)]:
            raise SpaceError(f"Expected a table of names below {bare[0]!r} of {name!r}; got {given[kind]!r}.")
        return Space.one_of(name, {option: _of_table(below) for option, below in given[kind].items()})
    said = {key: value for key, value in given.items() if key != kind}
    known = [word for word in signature(kinds[kind]).parameters if word not in ("low", "high", "options")]
    if strange := [word for word in said if word not in known]:
        raise SpaceError(f"Expected {', '.join(known)} beside {kind} of {name!r}; got {strange[0]}.")
    ends = [given[kind]] if kind == "choice" else given[kind]
    if kind != "choice" and len(ends) != 2:
        raise SpaceError(f"Expected [low, high] as {kind} of {name!r}; got {ends!r}.")
    try:
        return Space({name: kinds[kind](*ends, **said)})
    except TypeError as error:
        raise SpaceError(
            f"Expected the arguments of {kinds[kind].__name__} for {name!r}; {error}."
        ) from error


def _of_values(name: str, values: list[Any]) -> Choice:
    """Each value once, NumPy's scalars as Python's own."""
    plain = list(map(scalar, values))
    if not plain:
        raise SpaceError(f"Expected at least one value for {name!r}; got none.")
    once = {f"{type(value).__name__}:{value!r}": value for value in plain}
    numbers = all(isinstance(value, int | float) and not isinstance(value, bool) for value in once.values())
    ascending = numbers and list(once.values()) == sorted(once.values())
    return Choice(tuple(once.values()), ordered=ascending and len(once) > 2)


def _of_scipy(name: str, given: Any) -> Domain:
    """Even distributions as they are, others as a prior between their ends."""
    word, discrete = given.dist.name, hasattr(given.dist, "pmf")
    low, high = (float(end) for end in given.support())
    if word == "uniform":
        return Float(low, high)
    if word in ("loguniform", "reciprocal") and math.isclose(given.median() ** 2, low * high):  # not moved
        return Float(low, high, log=True)
    if word == "randint":
        return Int(int(low), int(high))
    if hasattr(given.dist, "xk"):
        return _of_shares(given.dist)
    below, above = float(given.ppf(TAIL)), float(given.ppf(1 - TAIL))
    low, high = (low if abs(low) < float("inf") else below), (high if abs(high) < float("inf") else above)
    if not (abs(low) < float("inf") and abs(high) < float("inf")):
        raise SpaceError(
            f"Expected a distribution with quantiles for {name!r}; {word} gives {low} to {high}."
        )
    shares = [i / (QUANTILES - 1) for i in range(1, QUANTILES - 1)]
    inner = [min(max(float(value), low), high) for value in given.ppf(shares)]
    if discrete:
        return Int(int(low), int(high), prior=(int(low), *inner, int(high)))
    return Float(low, high, prior=(low, *inner, high))


def _of_shares(given: Any) -> Choice:
    """Of `scipy.stats.rv_discrete(values=...)`: each value as often as it says."""
    shares = sorted((scalar(value), scalar(share)) for value, share in zip(given.xk, given.pk, strict=True))
    likely = [(value, share) for value, share in shares if share > 0]
    return Choice([value for value, _ in likely], ordered=True, prior=[share for _, share in likely])


def _of_optuna(name: str, given: Any) -> Domain:
    """By its fields, which are the same in all versions."""
    if hasattr(given, "choices"):
        return Choice(tuple(given.choices))
    if not (hasattr(given, "low") and hasattr(given, "high")):
        raise SpaceError(
            f"Expected a distribution with low and high, or choices, for {name!r}; got {given!r}."
        )
    if type(given).__name__.startswith("Int"):
        return Int(given.low, given.high, log=given.log, step=1 if given.log else given.step)
    return Float(given.low, given.high, log=getattr(given, "log", False), step=getattr(given, "step", None))
