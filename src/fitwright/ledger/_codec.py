"""Events to JSON and back, so that what is read equals what was written."""

import json
import math
from dataclasses import fields
from typing import Any

import numpy as np

from fitwright.core.errors import Damaged, SettingError
from fitwright.core.events import (
    Asked,
    Closed,
    Event,
    Grown,
    Opened,
    Refitted,
    Started,
    Stepped,
    Undone,
    Warned,
    Weighed,
)
from fitwright.core.trial import Ref, Result, Step
from fitwright.space import Domain
from fitwright.space.domains import domain_of

_KINDS: tuple[type[Event], ...] = (
    Opened, Asked, Started, Stepped, Closed, Refitted, Weighed, Warned, Undone, Grown,
)  # fmt: skip


def encode(event: Event) -> tuple[str, str]:
    """The kind of an event and its fields as JSON (RFC 8259: no NaN, no infinity).

    Tuples, numbers that are not finite and dicts whose keys are not text are marked, so that they come back
    as they were; NumPy scalars come back as plain values.

    Raises
    ------
    SettingError
        A value is not plain; the message says where it stands.
    """
    kind = type(event).__name__
    body = {word.name: _plain(getattr(event, word.name), f"{kind}.{word.name}") for word in fields(event)}
    return kind, json.dumps(body, allow_nan=False, separators=(",", ":"))


def decode(kind: str, body: str) -> Event:
    """The event that `encode` was given.

    Raises
    ------
    Damaged
        This is no event that this release knows.
    """
    made = {known.__name__: known for known in _KINDS}.get(kind)
    if made is None:
        raise Damaged(f"Expected an event of {', '.join(k.__name__ for k in _KINDS)}; got {kind!r}.")
    try:
        found = json.loads(body)
        given = {name: _typed(name, _lower(value)) for name, value in found.items()}
        return made(**given)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise Damaged(f"Expected the fields of {kind} as this release knows them; {error}.") from error


def _plain(value: Any, path: str) -> Any:
    """`value` as JSON knows it."""
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or type(value) in (str, bool, int):
        return value
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else {"@float": repr(float(value))}
    if isinstance(value, Step):
        return list(value)
    if isinstance(value, Result | Ref):
        return {word.name: _plain(getattr(value, word.name), f"{path}.{word.name}") for word in fields(value)}
    if isinstance(value, Domain):
        return _plain(value.to_dict(), path)
    if isinstance(value, dict):
        return _plain_dict(value, path)
    if isinstance(value, list | tuple):
        inner = [_plain(below, f"{path}[{place}]") for place, below in enumerate(value)]
        return inner if isinstance(value, list) else {"@tuple": inner}
    if isinstance(value, str | int):
        return str(value) if isinstance(value, str) else int(value)
    raise SettingError(
        f"Expected numbers, text, booleans, None, lists, tuples and dicts in a ledger on disk; "
        f"got {type(value).__name__} at {path}."
    )


def _plain_dict(value: dict[Any, Any], path: str) -> dict[str, Any]:
    if all(type(key) is str and not key.startswith("@") for key in value):
        return {key: _plain(below, f"{path}.{key}") for key, below in value.items()}
    return {"@dict": [[_plain(key, path), _plain(below, f"{path}.{key}")] for key, below in value.items()]}


def _lower(value: Any) -> Any:
    """What `_plain` was given, but for steps, results, refs and domains."""
    if isinstance(value, list):
        return [_lower(below) for below in value]
    if not isinstance(value, dict):
        return value
    match value:
        case {"@float": text}:
            return float(text)
        case {"@tuple": inner}:
            return tuple(_lower(below) for below in inner)
        case {"@dict": pairs}:
            return {_lower(key): _lower(below) for key, below in pairs}
    return {key: _lower(below) for key, below in value.items()}


def _typed(name: str, value: Any) -> Any:
    """The field `name` of an event as the type it has there."""
    if name == "step":
        fold, fidelity = value
        return Step(int(fold), int(fidelity))
    if name == "result" and value is not None:
        refs = {word: Ref(**ref) for word, ref in value.get("refs", {}).items()}
        found = {word: (domain_of(domain), v) for word, (domain, v) in value.get("found", {}).items()}
        return Result(**{**value, "refs": refs, "found": found})
    return value
