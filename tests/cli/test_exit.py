"""Errors become one sentence and an exit code."""

import pytest

from fitwright.cli._command import guarded
from fitwright.cli._exit import Exit, exit_for
from fitwright.core import errors


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.SchemaError("x"), Exit.DATA),
        (errors.DataError("x"), Exit.DATA),
        (errors.UnknownName("x"), Exit.USAGE),
        (errors.SpaceError("x"), Exit.USAGE),
        (errors.MissingExtra("x"), Exit.USAGE),
        (errors.NothingFinished("x"), Exit.NOTHING),
        (errors.Damaged("x"), Exit.MODEL),
        (errors.NotFitted("x"), Exit.OTHER),
    ],
)
def test_every_kind_of_error_has_its_code(error, code):
    assert exit_for(error) is code


def raising(error):
    def work():
        raise error

    return work


def test_an_error_is_one_sentence_without_a_traceback(capsys):
    assert guarded(raising(errors.DataError("Expected rows; got none."))) is Exit.DATA
    assert capsys.readouterr().err.strip() == "Expected rows; got none."


def test_a_traceback_is_shown_on_request(capsys):
    assert guarded(raising(errors.DataError("Expected rows; got none.")), show=True) is Exit.DATA
    assert "Traceback" in capsys.readouterr().err


def test_an_interrupt_has_the_code_that_shells_expect(capsys):
    assert guarded(raising(KeyboardInterrupt())) == 130


def test_what_the_machine_refuses_names_the_file(capsys):
    assert guarded(raising(PermissionError(13, "Permission denied", "model.fw"))) is Exit.OTHER
    assert "model.fw" in capsys.readouterr().err


def test_a_bug_is_not_hidden():
    with pytest.raises(ZeroDivisionError):
        guarded(raising(ZeroDivisionError()))
