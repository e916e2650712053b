"""How much is told while a study runs, as Optuna asks for it: Python's own logging, under "fitwright"."""

import logging

CRITICAL, ERROR, WARNING, INFO, DEBUG = (
    logging.CRITICAL,
    logging.ERROR,
    logging.WARNING,
    logging.INFO,
    logging.DEBUG,
)
WARN, FATAL = WARNING, CRITICAL


def get_logger(name: str) -> logging.Logger:
    """Python's logger of this name."""
    return logging.getLogger(name)


def get_verbosity() -> int:
    """The level from which something is told."""
    return logging.getLogger("fitwright").getEffectiveLevel()


def set_verbosity(verbosity: int) -> None:
    """Tell nothing below this level."""
    logging.getLogger("fitwright").setLevel(verbosity)


def disable_default_handler() -> None:
    """Nothing to do: messages go where Python's logging sends them."""


def enable_default_handler() -> None:
    """Nothing to do: messages go where Python's logging sends them."""


def enable_propagation() -> None:
    """Hand messages on to the root logger."""
    logging.getLogger("fitwright").propagate = True


def disable_propagation() -> None:
    """Keep messages from the root logger."""
    logging.getLogger("fitwright").propagate = False
