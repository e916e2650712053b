"""When boosters stop."""

import time

from fitwright.models._watch import ENOUGH, HASTE, PATIENCE, Watch


def rounds(watch, losses):
    """How many rounds it lets be, with these losses and the last of them for ever."""
    count = 1
    while watch.goes_on(losses[min(count, len(losses)) - 1]):
        count += 1
    return count


def test_it_keeps_the_round_of_the_lowest_loss():
    watch = Watch(1000, None, 0.1)
    assert rounds(watch, [1.0, 0.5, 0.3, 0.4]) == 3 + PATIENCE
    assert watch.at == 3


def test_patience_grows_with_what_is_learned():
    watch = Watch(10_000, None, 0.1)
    assert rounds(watch, [1 - i / 2000 for i in range(1000)]) == 1000 + 0.3 * 1000 + 20
    assert watch.at == 1000


def test_a_loss_that_hardly_falls_has_stopped_falling():
    watch = Watch(10_000, None, 0.1)
    assert rounds(watch, [1.0, *(0.1 - i * 1e-9 for i in range(9_000))]) < 2 * PATIENCE
    assert watch.at == watch.seen


def test_without_losses_all_rounds_are_kept():
    watch = Watch(30, None, 0.1)
    assert rounds(watch, [None]) == watch.at == 30


def test_losses_that_are_no_numbers_leave_one_round():
    watch = Watch(1000, None, 0.1)
    rounds(watch, [float("nan")])
    assert watch.at == 1


def test_the_end_of_the_time_is_the_end():
    assert not Watch(1000, time.monotonic() - 1, 0.1).goes_on(1.0)


def test_who_has_no_time_takes_larger_steps():
    assert Watch(1000, None, 0.05).hurry(1.0) == 0.05
    assert Watch(1000, time.monotonic() + 1000, 0.05).hurry(1.0) == 0.05
    hurried = Watch(1000, time.monotonic() + 60, 0.05).hurry(1.0)
    assert 0.95 * ENOUGH / 60 < hurried < 1.05 * ENOUGH / 60
    assert Watch(1000, time.monotonic() + 5, 0.05).hurry(1.0) == HASTE


def test_few_rounds_are_not_made_up_for():
    assert Watch(10, time.monotonic() + 60, 0.05).hurry(1.0) == 0.05
