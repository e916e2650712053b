"""A member and its settings in one text, as people write a call: "tpe(startup=5)"."""

import ast
import inspect
from typing import Any

from fitwright.core.errors import SettingError


def called(text: str) -> tuple[str, dict[str, Any]]:
    """The name, and the settings beside it; only plain values are read, nothing is run.

    Raises
    ------
    SettingError
        It is neither a name nor a call of one with a plain value for each named setting.

    Examples
    --------
    >>> called("tpe"), called("fbeta(beta=2, average='macro')")
    (('tpe', {}), ('fbeta', {'beta': 2, 'average': 'macro'}))
    """
    if "(" not in text:
        return text, {}
    try:
        call = ast.parse(text.strip(), mode="eval").body
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name)):
            raise ValueError("it is no name before the parentheses, or more than that")
        names = [word.arg for word in call.keywords if word.arg is not None]
        if call.args or len({*names}) < len(call.keywords):
            raise ValueError("each setting needs its name, once")
        return call.func.id, dict(zip(names, (_plain(word.value) for word in call.keywords), strict=True))
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        why = error.msg if isinstance(error, SyntaxError) else error
        raise SettingError(
            f"Expected a name with its settings, as in 'name(setting=2)'; got {text!r:.200}: {why}."
        ) from error


def misfits(kind: type[Any], said: dict[str, Any]) -> list[str]:
    """Those of the settings whose values are of another type than `kind` expects, as "name=value"."""
    known = inspect.signature(kind).parameters
    return [f"{name}={value!r}" for name, value in said.items() if not _fits(value, known[name].annotation)]


def _plain(node: ast.expr) -> Any:
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError) as error:
        raise ValueError(f"{ast.unparse(node)} is no plain value; text needs quotes") from error


def _fits(value: Any, annotation: Any) -> bool:
    """Is the value of the type?  What cannot be told, and what nobody annotated, fits."""
    if annotation is inspect.Parameter.empty:
        return True
    try:
        return isinstance(value, annotation) or (type(value) is int and isinstance(0.0, annotation))
    except TypeError:  # it is no type that a value can be compared with, such as Any or Sequence[int]
        return True
