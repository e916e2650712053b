"""What a setting is, as plain values: two runs can tell whether they were told the same."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from types import CodeType, FunctionType
from typing import Any

import numpy as np


def is_plain(value: Any) -> bool:
    """Does JSON give it back as it was (lists for tuples)?

    Examples
    --------
    >>> is_plain({"models": ["linear", None], "cv": 5}), is_plain(len)
    (True, False)
    """
    if value is None or isinstance(value, str | bool | int | float):
        return True
    if isinstance(value, list | tuple):
        return all(map(is_plain, value))
    return isinstance(value, dict) and all(type(k) is str and is_plain(v) for k, v in value.items())


def describe(value: Any) -> Any:
    """Plain values that are equal for equal settings.

    Plain values describe themselves.  Objects are described by their class and what they were made with
    (fields, scikit-learn's parameters, `to_dict`, else public attributes), functions by their name and code,
    arrays by a hash.

    Examples
    --------
    >>> describe({"models": ("linear", "knn")})
    {'models': ['linear', 'knn']}
    >>> describe(lambda a, b: a + b) == describe(lambda a, b: a - b)
    False
    """
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, Mapping):
        return {str(key): describe(below) for key, below in value.items()}
    if isinstance(value, list | tuple):
        return [describe(below) for below in value]
    if isinstance(value, np.ndarray):
        return {"array": list(value.shape), "sha256": _hash(np.ascontiguousarray(value).tobytes())}
    if isinstance(value, type):
        return {"class": _name(value)}
    if isinstance(value, FunctionType):
        return {"function": _name(value), "code": _code(value.__code__)}
    return {"class": _name(type(value)), **describe(_made_with(value))}


def differences(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """One part of a sentence for each name under which two descriptions differ.

    Examples
    --------
    >>> differences({"cv": 5, "metric": "rmse"}, {"cv": 3, "metric": "rmse"})
    ['cv was 5 and is 3']
    """
    names = dict.fromkeys([*then, *now])
    return [
        f"{name} was {_short(then.get(name))} and is {_short(now.get(name))}"
        for name in names
        if then.get(name) != now.get(name)
    ]


def _made_with(value: Any) -> dict[str, Any]:
    if hasattr(value, "to_dict"):
        return dict(value.to_dict())
    if hasattr(value, "get_params"):
        return dict(value.get_params(deep=False))
    if is_dataclass(value):
        names = [field.name for field in fields(value) if not field.name.startswith("_")]
        return {name: getattr(value, name) for name in names}
    return {name: part for name, part in getattr(value, "__dict__", {}).items() if is_plain(part)}


def _name(kind: Any) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


def _code(code: CodeType) -> str:
    """The same for the same lines, wherever they stand."""
    inner = [_code(part) if isinstance(part, CodeType) else repr(part) for part in code.co_consts]
    return _hash(repr((code.co_code.hex(), code.co_names, inner)).encode())


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return text if len(text) <= 80 else f"{text[:77]}..."
