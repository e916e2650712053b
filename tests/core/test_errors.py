"""One tree of errors, as drawn."""

import inspect
import re

import pytest

from fitwright.core import errors
from fitwright.core.errors import FitwrightError

KINDS = [kind for kind in vars(errors).values() if inspect.isclass(kind)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_one_except_catches_all(kind):
    assert issubclass(kind, FitwrightError)


def test_the_drawing_shows_the_tree():
    parents, drawn = ["FitwrightError"], {}
    for line in (errors.__doc__ or "").splitlines():
        if found := re.match(r"([│ ]*)[├└]── (\w+) ", line):
            depth = len(found[1]) // 4 + 1
            drawn[found[2]] = parents[depth - 1]
            parents[depth:] = [found[2]]
    assert drawn == {
        kind.__name__: kind.__bases__[0].__name__ for kind in KINDS if kind is not FitwrightError
    }


@pytest.mark.parametrize(
    ("kind", "also"),
    [
        (errors.DataError, ValueError),
        (errors.SettingError, ValueError),
        (errors.UnknownName, LookupError),
        (errors.MissingExtra, ImportError),
        (errors.Damaged, OSError),
        (errors.NotFitted, AttributeError),
    ],
)
def test_who_expects_pythons_own_errors_is_served(kind, also):
    assert issubclass(kind, also)
