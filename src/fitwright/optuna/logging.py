"""How much is told while a study runs: lines on standard error, one for each trial that ends."""

import logging
import sys

CRITICAL, ERROR, WARNING, INFO, DEBUG = (
    logging.CRITICAL,
    logging.ERROR,
    logging.WARNING,
    logging.INFO,
    logging.DEBUG,
)
WARN, FATAL = WARNING, CRITICAL
_NAME = "fitwright.optuna"


class _Lines(logging.Handler):
    """Writes to what is standard error at the moment."""

    def emit(self, record: logging.LogRecord) -> None:
        sys.stderr.write(f"{self.format(record)}\n")


def get_logger(name: str) -> logging.Logger:
    """Python's logger of this name; that of "optuna" is the one that studies tell their trials to."""
    return logging.getLogger(_NAME if name == "optuna" else name)


def get_verbosity() -> int:
    """The level from which something is told."""
    return logging.getLogger(_NAME).getEffectiveLevel()


def set_verbosity(verbosity: int) -> None:
    """Tell nothing below this level: `WARNING` leaves trials that have failed, `ERROR` nothing of a trial."""
    logging.getLogger(_NAME).setLevel(verbosity)


def disable_default_handler() -> None:
    """Write nothing to standard error."""
    for handler in _ours():
        logging.getLogger(_NAME).removeHandler(handler)


def enable_default_handler() -> None:
    """Write to standard error."""
    if not _ours():
        handler = _Lines()
        handler.setFormatter(logging.Formatter("[%(levelname)1.1s %(asctime)s] %(message)s"))
        logging.getLogger(_NAME).addHandler(handler)


def enable_propagation() -> None:
    """Hand messages on to the root logger."""
    logging.getLogger(_NAME).propagate = True


def disable_propagation() -> None:
    """Keep messages from the root logger."""
    logging.getLogger(_NAME).propagate = False


def _ours() -> list[logging.Handler]:
    return [handler for handler in logging.getLogger(_NAME).handlers if isinstance(handler, _Lines)]


enable_default_handler()
disable_propagation()
set_verbosity(INFO)
