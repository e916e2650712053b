"""A state taken apart into JSON text and arrays, and put together again."""

import json
import math
import re
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fitwright.core.errors import Damaged, SettingError
from fitwright.core.fitted import State

Arrays = dict[str, NDArray[Any]]
_NATIVE = "biuf"
"""Kinds of dtype that safetensors knows: booleans, integers, floats."""
_VIEWED = re.compile(r"<(U[1-9]\d{0,6}|S[1-9]\d{0,6}|[Mm]8(\[\d*[A-Za-zµ]{1,2}\])?|c8|c16)")
"""Dtypes that lie in the file as bytes under another name: text, bytes, dates, complex numbers."""
_PLAIN = frozenset({str, int, bool, type(None)})
DEEPEST = 64
"""Levels of a tree at most."""


def lift(state: State) -> tuple[str, Arrays]:
    """JSON text with a mark where an array was, and the arrays by mark.

    Raises
    ------
    SettingError
        Something in the tree is neither plain nor an array of plain values; the message says where.
    """
    arrays: Arrays = {}
    return json.dumps(_lift(state, "", arrays, DEEPEST), allow_nan=False, separators=(",", ":")), arrays


def lower(text: str | bytes, arrays: Mapping[str, NDArray[Any]]) -> State:
    """The state that `lift` took apart.

    Raises
    ------
    Damaged
        The text is no JSON, or speaks of arrays that are not there.
    """
    try:
        state = _lower(json.loads(text, parse_constant=_refuse), arrays, DEEPEST)
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise Damaged(f"Expected the JSON and the arrays of a state; {error!r}.") from error
    if not isinstance(state, dict):
        raise Damaged(f"Expected a state with names; got {type(state).__name__}.")
    return state


def _lift(part: Any, path: str, arrays: Arrays, depth: int) -> Any:
    if not depth:
        raise SettingError(f"Expected at most {DEEPEST} levels in a state; got more at {path[:80]}.")
    if isinstance(part, np.generic) and part.dtype.kind in "biufU":
        part = part.item()
    if type(part) in _PLAIN:
        return part
    if isinstance(part, float):
        return float(part) if math.isfinite(part) else {"@float": repr(float(part))}
    if isinstance(part, np.ndarray | np.generic):
        return _mark(np.asarray(part), path, arrays)
    if isinstance(part, dict):
        return _lift_dict(part, path, arrays, depth - 1)
    if isinstance(part, list | tuple):
        if set(map(type, part)) <= _PLAIN:
            return list(part)
        return [_lift(below, f"{path}/{number}", arrays, depth - 1) for number, below in enumerate(part)]
    if isinstance(part, str | int):
        return str(part) if isinstance(part, str) else int(part)
    raise SettingError(
        f"Expected numbers, text, booleans, None, lists, dicts and arrays in a state; "
        f"got {type(part).__name__} at {path or 'its top'}: turn it into these in state()."
    )


def _lift_dict(part: dict[Any, Any], path: str, arrays: Arrays, depth: int) -> dict[str, Any]:
    for key in part:
        if not isinstance(key, str) or key.startswith("@"):
            raise SettingError(
                f"Expected names that are text and do not begin with '@' in a state; "
                f"got {key!r} at {path or 'its top'}."
            )
    return {str(key): _lift(below, f"{path}/{key}", arrays, depth) for key, below in part.items()}


def _mark(array: NDArray[Any], path: str, arrays: Arrays) -> dict[str, Any]:
    """Put the array among `arrays`, in an order and under a dtype that safetensors knows; say how it was."""
    mark: dict[str, Any] = {"@array": path if path not in arrays else f"{path}#{len(arrays)}"}
    if array.flags.f_contiguous and not array.flags.c_contiguous:
        array, mark["order"] = array.T, "F"
    array = np.ascontiguousarray(array, array.dtype.newbyteorder("<")).reshape(array.shape)
    if array.dtype.kind not in _NATIVE or array.dtype.itemsize > 8:
        if array.dtype.kind in "US" and not array.dtype.itemsize:
            array = array.astype(f"{array.dtype.kind}1")
        mark |= {"dtype": array.dtype.str.replace("|", "<"), "shape": list(array.shape)}
        if not _VIEWED.fullmatch(mark["dtype"]):
            raise SettingError(
                f"Expected arrays of numbers, booleans, text or dates in a state; "
                f"got dtype {array.dtype} at {path or 'its top'}."
            )
        array = array.reshape(-1).view(np.uint8)
    arrays[mark["@array"]] = array
    return mark


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is no JSON")


def _lower(part: Any, arrays: Mapping[str, NDArray[Any]], depth: int) -> Any:
    if not depth:
        raise ValueError(f"more than {DEEPEST} levels")
    if isinstance(part, dict):
        if "@array" in part:
            return _array(part, arrays)
        if "@float" in part:
            return float(part["@float"])
        return {key: _lower(below, arrays, depth - 1) for key, below in part.items()}
    if isinstance(part, list) and not set(map(type, part)) <= _PLAIN:
        return [_lower(below, arrays, depth - 1) for below in part]
    return part


def _array(mark: dict[str, Any], arrays: Mapping[str, NDArray[Any]]) -> NDArray[Any]:
    array = arrays[mark["@array"]]
    if "dtype" in mark:
        if not _VIEWED.fullmatch(mark["dtype"]) or array.dtype != np.uint8:
            raise ValueError(f"an array says that it is of dtype {mark['dtype']!r}")
        shape = tuple(int(length) for length in mark["shape"])
        array = array.view(mark["dtype"].replace("<S", "|S")).reshape(shape)
    return array.T if mark.get("order") == "F" else array
