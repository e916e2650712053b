"""Views are made once, by one process, and stay within their bytes."""

import multiprocessing
import os
import signal
import threading
import time

import cloudpickle
import pytest

from fitwright.views import Views, key_of


def write(size):
    return lambda aside: (aside / "data").write_bytes(b"x" * size)


def never(aside):
    raise AssertionError("made twice")


@pytest.fixture
def views(tmp_path):
    made = Views(tmp_path / "views", capacity=1000)
    yield made
    made.close()


def kept(views):
    return {path.name for path in views.home.iterdir() if path.is_dir()}


def test_a_view_is_made_once_and_found_again(views):
    first = views.get("a", write(10))
    assert views.get("a", never) == first
    assert (first / "data").read_bytes() == b"x" * 10
    assert Views(views.home, 1000).get("a", never) == first


def test_the_least_recently_used_go_first(views):
    for key in "abc":
        views.get(key, write(300))
    views.get("a", never)
    views.get("d", write(300))
    assert kept(views) == {"a", "c", "d"}


def test_what_is_in_use_stays_even_beyond_the_bytes(views, tmp_path):
    other = Views(views.home, 1000)
    held = other.get("held", write(900))
    for key in "abcd":
        views.get(key, write(900))
    assert (held / "data").exists()
    other.close()
    views.get("e", write(900))
    assert "held" not in kept(views)


def test_a_failed_build_leaves_nothing_and_may_be_tried_again(views):
    def fail(aside):
        (aside / "part").write_text("half")
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        views.get("a", fail)
    assert kept(views) == set()
    assert (views.get("a", write(3)) / "data").exists()


def test_it_travels_without_what_it_holds(views):
    home = views.get("a", write(3))
    other = cloudpickle.loads(cloudpickle.dumps(views))
    assert other == views
    assert other.get("a", never) == home


def test_keys_tell_types_and_tuples_apart():
    keys = {key_of("a", 1), key_of("a", "1"), key_of("a", 1.0), key_of(("a", 1)), key_of("a", (1,))}
    assert len(keys) == 5


def _slowly(home, started, log):
    def build(aside):
        started.set()
        time.sleep(0.1)
        (aside / "data").write_text("whole")
        with log.open("a") as file:
            file.write(f"{os.getpid()}\n")

    made = Views(home, 1000).get("a", build)
    assert (made / "data").read_text() == "whole"


def test_one_builder_at_a_time(tmp_path):
    context = multiprocessing.get_context("spawn")
    log, started = tmp_path / "log", context.Event()
    crew = [context.Process(target=_slowly, args=(tmp_path / "v", started, log)) for _ in range(3)]
    for one in crew:
        one.start()
    for one in crew:
        one.join(30)
    assert [one.exitcode for one in crew] == [0, 0, 0]
    assert len(log.read_text().splitlines()) == 1


def _hang(home, started):
    def build(aside):
        (aside / "data").write_text("half")
        started.set()
        time.sleep(60)

    Views(home, 1000).get("a", build)


def test_a_killed_maker_holds_nobody_up_and_leaves_nothing_half(tmp_path):
    context = multiprocessing.get_context("spawn")
    started = context.Event()
    maker = context.Process(target=_hang, args=(tmp_path / "v", started))
    maker.start()
    assert started.wait(30)
    assert maker.pid is not None
    os.kill(maker.pid, signal.SIGKILL)
    maker.join(30)
    views = Views(tmp_path / "v", 1000)
    views.get("b", write(1))
    assert kept(views) == {"b"}
    assert (views.get("a", write(2)) / "data").read_bytes() == b"xx"


def test_two_that_want_the_same_view_at_once_both_get_it(tmp_path):
    both = [Views(tmp_path / "views", 10**6) for _ in range(2)]
    meet = threading.Barrier(2)

    def ask(views):
        for number in range(40):
            meet.wait(30)
            assert (views.get(f"view{number}", write(10)) / "data").exists()

    threads = [threading.Thread(target=ask, args=(views,), daemon=True) for views in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not any(thread.is_alive() for thread in threads)
    for views in both:
        views.close()
