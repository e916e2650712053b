"""Encoded folds, made once and mapped by every process."""

from fitwright.views.cache import Views, key_of
from fitwright.views.laid import Laid

__all__ = ["Laid", "Views", "key_of"]
