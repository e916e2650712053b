"""The door of the suites: checks by room, and all of them at once."""

import functools
import subprocess
import sys

import pytest

from fitwright import checks
from fitwright.core.errors import UnknownName
from fitwright.splits.kfold import KFold
from fitwright.stopping.never import Never
from fitwright.stopping.rule import Rule


class Strict(Rule):
    """Stops everyone."""

    def judge(self, trial, history):
        return "stop"


def test_every_room_has_checks_with_a_name_and_a_sentence_of_their_own():
    for room in checks.ROOMS:
        found = checks.for_(room)
        assert len(found) >= 5
        assert len({check.__name__ for check in found}) == len(found)
        assert all(check.__doc__ and check.__doc__.endswith((".", "\n    ")) for check in found)


def test_a_room_that_is_none_is_told():
    with pytest.raises(UnknownName, match=r"Expected a room \(models, features.*got 'model'"):
        checks.for_("model")


def test_run_finds_the_room_and_runs_all_checks():
    checks.run(Never)
    checks.run(functools.partial(KFold, folds=3))
    with pytest.raises(AssertionError, match="a lone trial to go on"):
        checks.run(Strict)


def test_run_says_what_it_can_be_given():
    with pytest.raises(UnknownName, match="a class that fulfils the contract"):
        checks.run(dict)


def test_the_suites_need_no_test_library():
    code = (
        "import sys\n"
        "sys.modules.update(dict.fromkeys(['pytest', 'hypothesis', '_pytest']))\n"
        "from fitwright import checks\n"
        "assert all(checks.for_(room) for room in checks.ROOMS)\n"
        "from fitwright.stopping.never import Never\n"
        "checks.run(Never)\n"
    )
    subprocess.run([sys.executable, "-O", "-c", code], check=True)
