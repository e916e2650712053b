"""The first Ctrl-C is noted, the second one raises."""

import signal
import threading

import pytest

from fitwright.core.interrupt import Interrupt


def strike():
    signal.raise_signal(signal.SIGINT)


def test_the_first_is_noted_and_the_second_raises():
    before = signal.getsignal(signal.SIGINT)
    with Interrupt() as interrupt:
        strike()
        assert interrupt.strikes == 1
        with pytest.raises(KeyboardInterrupt):
            strike()
    assert interrupt.strikes == 2
    assert signal.getsignal(signal.SIGINT) is before


def test_what_cannot_look_is_ended_by_the_first():
    with Interrupt() as interrupt:
        with pytest.raises(KeyboardInterrupt), interrupt.abrupt():
            strike()
        assert interrupt.strikes == 1


def test_it_may_be_entered_again_within():
    with Interrupt() as interrupt:
        with interrupt:
            strike()
        with pytest.raises(KeyboardInterrupt):
            strike()


def test_who_listened_before_hears_of_every_one():
    heard = []
    before = signal.signal(signal.SIGINT, lambda *_: heard.append("one"))
    try:
        with Interrupt():
            strike()
            strike()
    finally:
        signal.signal(signal.SIGINT, before)
    assert heard == ["one", "one"]


def test_where_ctrl_c_is_ignored_it_stays_so():
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with Interrupt() as interrupt:
            strike()
        assert interrupt.strikes == 0
    finally:
        signal.signal(signal.SIGINT, before)


def test_other_threads_hear_no_signals():
    def enter():
        with Interrupt():
            done.append(signal.getsignal(signal.SIGINT))

    done, before = [], signal.getsignal(signal.SIGINT)
    thread = threading.Thread(target=enter)
    thread.start()
    thread.join()
    assert done == [before]
