"""What is wanted and what is bounded, from the words of a command line."""

import re
from typing import Any

from fitwright.core.errors import SettingError

_BOUND = re.compile(r"([^<>=]+)([<>].*)")
_COMMA = re.compile(r",\s*(?![^()]*\))")


def directions(text: str) -> Any:
    """A word, a list of words, or a dict of name to word.

    Examples
    --------
    >>> directions("minimize"), directions("minimize, maximize"), directions("error=minimize")
    ('minimize', ['minimize', 'maximize'], {'error': 'minimize'})
    """
    parts = [part.strip() for part in text.split(",")]
    if any("=" in part for part in parts):
        pairs = [part.partition("=")[::2] for part in parts]
        return {name.strip(): word.strip() for name, word in pairs}
    return parts[0] if len(parts) == 1 else parts


def bounds(value: Any) -> Any:
    """Text such as "ms<=0.1, size<100" to name and bound; a table of TOML, and None, stay.

    Raises
    ------
    SettingError
        A part has no sign between a name and a number.

    Examples
    --------
    >>> bounds("ms<=0.1, size < 100")
    {'ms': '<=0.1', 'size': '< 100'}
    """
    if not isinstance(value, str):
        return value
    found = {}
    for part in filter(None, (part.strip() for part in value.split(","))):
        match = _BOUND.fullmatch(part)
        if match is None:
            raise SettingError(f"Expected constraints as in 'ms<=0.1,size<100'; got {part!r}.")
        found[match[1].strip()] = match[2]
    return found or None


def metrics(value: Any) -> Any:
    """Text with commas to a list of metrics; those within parentheses part settings.

    Examples
    --------
    >>> metrics("roc_auc, ms_per_row"), metrics("fbeta(beta=2, average='macro')")
    (['roc_auc', 'ms_per_row'], "fbeta(beta=2, average='macro')")
    """
    parts = _COMMA.split(value) if isinstance(value, str) else []
    return parts if len(parts) > 1 else value
