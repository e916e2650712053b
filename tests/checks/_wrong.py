"""For tests of the suites themselves: members that misbehave in one way, and the check that says so."""

import pytest

from fitwright import checks


def refused(room, check, member, sentence):
    """The check called so does not let this member pass, and says why."""
    with pytest.raises(AssertionError, match=sentence):
        named(room, check)(member)


def named(room, check):
    """A check by its name."""
    [found] = [one for one in checks.for_(room) if one.__name__ == check]
    return found
