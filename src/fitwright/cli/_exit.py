"""Exit codes that mean something, and which error has which."""

from enum import IntEnum

from fitwright.core.errors import (
    Damaged,
    DataError,
    FitwrightError,
    MissingExtra,
    NothingFinished,
    SettingError,
    Unsupported,
)


class Exit(IntEnum):
    """What a command tells the shell."""

    FINE = 0
    OTHER = 1
    USAGE = 2
    DATA = 3
    NOTHING = 4
    MODEL = 5
    INTERRUPTED = 130


MEANINGS: tuple[tuple[Exit, str], ...] = (
    (Exit.FINE, "done"),
    (Exit.OTHER, "something else went wrong (a full disk, a bug)"),
    (Exit.USAGE, "a command, an option or a setting cannot be used"),
    (Exit.DATA, "the table or its target cannot be used"),
    (Exit.NOTHING, "no candidate finished within the budget"),
    (Exit.MODEL, "a model file or a run is missing, damaged or unsafe"),
    (Exit.INTERRUPTED, "interrupted; fit has saved the best it had"),
)
_CODES: tuple[tuple[type[FitwrightError], Exit], ...] = (
    (DataError, Exit.DATA),
    (SettingError, Exit.USAGE),
    (MissingExtra, Exit.USAGE),
    (Unsupported, Exit.USAGE),
    (NothingFinished, Exit.NOTHING),
    (Damaged, Exit.MODEL),
)


def exit_for(error: FitwrightError) -> Exit:
    """The code of an error raised on purpose."""
    return next((code for kind, code in _CODES if isinstance(error, kind)), Exit.OTHER)


def exit_table() -> str:
    """The codes and their meanings, a line each, for the help."""
    return "\n".join(f"  {code.value:>3}  {meaning}" for code, meaning in MEANINGS)
