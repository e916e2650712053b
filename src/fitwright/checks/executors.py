"""What every executor has to do: hand back what ended, with whose fault it was, and stay ready for more.

Executors with `hard_limits` are shown work that hangs, eats memory and crashes; the others are not.
"""

import contextlib
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fitwright.checks._acts import Act, work
from fitwright.checks._expect import expect, made
from fitwright.core.errors import Unsupported
from fitwright.core.trial import Step
from fitwright.core.work import Done, Key, Limits, Verdict, Work
from fitwright.execution import Executor

WAITS = 120
"""Seconds and more without an answer are none."""
MEGABYTES = 10**6


def check_results_come_back(member: Any) -> None:
    """The result as the objective gave it, under the key of the work, with nobody's fault."""
    with _open(member) as executor:
        piece = work(7, "gives", attempt=2, loss=1.5)
        done = _one(executor, piece)
        expect(done.key == piece.key, f"Expected the key {piece.key}; got {done.key}.")
        expect(done.result == Act().gives(1.5), f"Expected the result as it was given; got {done.result}.")
        expect((done.fault, done.more) == ("", False), f"Expected nobody's fault, and the end; got {done}.")


def check_errors_are_the_candidates_fault(member: Any) -> None:
    """An exception closes with the fault "exception" and a sentence that says what was raised."""
    with _open(member) as executor:
        done = _one(executor, work(0, "fails", text="no such kernel"))
        expect(
            done.fault == "exception" and done.result is None, f"Expected the fault 'exception'; got {done}."
        )
        said = "ValueError" in done.why and "no such kernel" in done.why
        expect(said, f"Expected the error and its text in the reason; got {done.why!r}.")


def check_leaving_and_nonsense_are_the_candidates_fault(member: Any) -> None:
    """So are sys.exit, and what is no Result."""
    with _open(member) as executor:
        for do in ("leaves", "gives_text"):
            done = _one(executor, work(0, do))
            expect(
                done.fault == "exception" and done.why,
                f"Expected the fault 'exception' with a reason; got {done}.",
            )


def check_the_next_work_runs_after_a_fault(member: Any) -> None:
    """A fault ends its own work alone."""
    with _open(member) as executor:
        for number in range(3):
            _one(executor, work(2 * number, "fails", text="no"))
            done = _one(executor, work(2 * number + 1, "gives", loss=2.0))
            expect(done.result is not None, f"Expected a result after another's fault; got {done}.")


def check_room_counts_what_may_start(member: Any) -> None:
    """Room falls by one for each piece of work that starts, and is back when all has ended."""
    with _open(member) as executor:
        whole = executor.room
        expect(whole > 0, f"Expected room for at least one piece of work; got {whole}.")
        pieces = [work(number, "gives", loss=float(number)) for number in range(whole)]
        for begun, piece in enumerate(pieces, start=1):
            executor.start(piece)
            expect(executor.room == whole - begun, f"Expected room {whole - begun}; got {executor.room}.")
        found = _until(executor, len(pieces))
        expect(
            {done.key for done in found} == {p.key for p in pieces},
            f"Expected all to come back; got {found}.",
        )
        expect(executor.room == whole, f"Expected room {whole} again; got {executor.room}.")


def check_more_work_than_room_is_done(member: Any) -> None:
    """Twenty pieces of work, started as room becomes free, all come back once."""
    with _open(member) as executor:
        ahead = [work(number, "gives", loss=float(number)) for number in range(20)]
        found: list[Done] = []
        for _ in range(1_000):
            while ahead and executor.room:
                executor.start(ahead.pop())
            found += executor.wait(WAITS)
            if len(found) >= 20:
                break
        losses = {done.key.trial: done.result.loss for done in found if done.result}
        expect(len(found) == 20, f"Expected 20 pieces of work to come back; got {len(found)}.")
        expect(
            losses == {n: float(n) for n in range(20)},
            f"Expected each to come back with its own; got {losses}.",
        )


def check_waiting_for_nothing_returns_at_once(member: Any) -> None:
    """Nothing is under way, nothing comes back."""
    with _open(member) as executor:
        found = executor.wait(WAITS)
        expect(found == [], f"Expected nothing; got {found}.")


def check_arrays_travel_with_the_config(member: Any) -> None:
    """What stands in a config arrives as it was."""
    import numpy as np

    with _open(member) as executor:
        done = _one(executor, work(0, "counts_rows", array=np.zeros(100_000)))
        expect(done.result and done.result.loss == 100_000, f"Expected the array in the config; got {done}.")


def check_steps_are_reported_and_go_on_when_told(member: Any) -> None:
    """An objective that yields comes back step by step, waits for "go", and ends without a result."""
    with _open(member) as executor:
        executor.start(work(3, "yields", losses=[5.0, 4.0]))
        for fidelity, loss in enumerate((5.0, 4.0)):
            [done] = _until(executor, 1)
            key = Key(3, Step(0, fidelity))
            right = done.more and done.key == key and done.result is not None and done.result.loss == loss
            expect(right, f"Expected a report of {loss} at {key}, with more to come; got {done}.")
            executor.answer(done.key, "go")
        [end] = _until(executor, 1)
        over = end == Done(Key(3, Step(0, 2)))
        expect(over, f"Expected an end with neither result nor fault at fidelity 2; got {end}.")


def check_nothing_comes_back_while_a_verdict_is_awaited(member: Any) -> None:
    """The trial waits, however long the verdict takes."""
    with _open(member) as executor:
        executor.start(work(0, "yields", losses=[5.0, 4.0]))
        [done] = _until(executor, 1)
        found = executor.wait(0.05)
        expect(found == [], f"Expected nothing before the verdict; got {found}.")
        executor.answer(done.key, "stop")


def check_pause_and_stop_end_a_reporting_trial(member: Any) -> None:
    """The slot is free at once, nothing more comes back, and the objective may tidy up."""
    verdicts: tuple[Verdict, ...] = ("pause", "stop")
    for verdict in verdicts:
        with _open(member) as executor, tempfile.TemporaryDirectory() as folder:
            note, whole = Path(folder, "note"), executor.room
            executor.start(work(0, "tidies", note=str(note)))
            [done] = _until(executor, 1)
            executor.answer(done.key, verdict)
            expect(
                executor.room == whole,
                f"Expected room {whole} at once after {verdict!r}; got {executor.room}.",
            )
            after = _one(executor, work(1, "gives", loss=1.0))
            expect(after.key.trial == 1, f"Expected nothing more after {verdict!r}; got {after}.")
            by = time.monotonic() + WAITS
            while not note.exists() and time.monotonic() < by:
                time.sleep(0.01)
            expect(note.exists(), f"Expected the generator to be closed at {verdict!r}; it was not.")


def check_an_error_after_reports_is_a_fault_of_its_step(member: Any) -> None:
    """What was reported stays; the step that raised has the fault."""
    with _open(member) as executor:
        executor.start(work(0, "yields", losses=[5.0], then="no more"))
        [first] = _until(executor, 1)
        executor.answer(first.key, "go")
        [second] = _until(executor, 1)
        right = second.fault == "exception" and second.key.step == Step(0, 1) and not second.more
        expect(right, f"Expected the fault 'exception' at fidelity 1; got {second}.")


def check_stopped_work_does_not_come_back(member: Any) -> None:
    """`stop` ends work, what does not run is no error, and the slot takes other work."""
    with _open(member) as executor:
        whole = executor.room
        piece = work(0, "hangs") if executor.hard_limits else work(0, "gives", loss=1.0)
        executor.start(piece)
        executor.stop(piece.key)
        executor.stop(Key(99, Step()))
        expect(executor.room == whole, f"Expected room {whole} after stopping; got {executor.room}.")
        done = _one(executor, work(1, "gives", loss=1.0))
        expect(done.key.trial == 1, f"Expected only the other work to come back; got {done}.")


def check_a_reporting_trial_can_be_stopped(member: Any) -> None:
    """By the key of its latest step, while it waits for the verdict."""
    with _open(member) as executor:
        whole = executor.room
        executor.start(work(0, "yields", losses=[5.0, 4.0]))
        [done] = _until(executor, 1)
        executor.stop(done.key)
        expect(executor.room == whole, f"Expected room {whole} after stopping; got {executor.room}.")


def check_closing_twice_does_no_harm(member: Any) -> None:
    """Also before anything was opened, and with work under way."""
    executor = made(member, workers=1)
    executor.close()
    executor.open(Act())
    executor.start(work(0, "hangs") if executor.hard_limits else work(0, "gives", loss=1.0))
    executor.close()
    executor.close()


def check_opens_again_after_closing(member: Any) -> None:
    """The next run begins with nothing of the last one."""
    executor = made(member, workers=1)
    try:
        for number in range(2):
            executor.open(Act())
            done = _one(executor, work(number, "gives", loss=float(number)))
            expect(done.key.trial == number, f"Expected the work of this run; got {done}.")
            executor.start(work(9, "gives", loss=9.0))
            executor.close()
    finally:
        executor.close()


def check_limits_are_kept_or_refused(member: Any) -> None:
    """Who cannot end a step that does not end by itself says so in a sentence; an aim is no limit."""
    with _open(member) as executor:
        aimed = _one(executor, work(0, "gives", Limits(aim=1.0), loss=1.0)) if executor.hard_limits else None
        expect(aimed is None or aimed.result, f"Expected work with an aim to be done; got {aimed}.")
        if not executor.hard_limits:
            for limits in (Limits(seconds=5.0), Limits(memory=10**9)):
                expect(
                    _refuses(executor, work(1, "gives", limits, loss=1.0)),
                    f"Expected {limits} to be refused.",
                )
            done = _one(executor, work(2, "gives", loss=1.0))
            expect(done.result, f"Expected work without limits after a refusal; got {done}.")


def check_hangs_are_ended_in_time(member: Any) -> None:
    """A step that never ends is killed, with the fault "time"; the next work runs.

    It has what earlier steps of its trial have left of the limit.
    """
    if _is_hard(member):
        with _open(member) as executor:
            done = _one(executor, work(0, "hangs", Limits(seconds=900.0, spent=899.5)))
            expect(done.fault == "time" and done.why, f"Expected the fault 'time' with a reason; got {done}.")
            done = _one(executor, work(1, "gives", Limits(seconds=60.0), loss=1.0))
            expect(done.result, f"Expected the next work to be done; got {done}.")


def check_memory_hogs_are_ended(member: Any) -> None:
    """A step that takes more memory than it may is killed, with the fault "memory"; the next work runs."""
    if _is_hard(member):
        with _open(member) as executor:
            done = _one(executor, work(0, "eats", Limits(memory=200 * MEGABYTES, seconds=60.0)))
            expect(
                done.fault == "memory" and done.why, f"Expected the fault 'memory' with a reason; got {done}."
            )
            done = _one(executor, work(1, "gives", Limits(memory=200 * MEGABYTES), loss=1.0))
            expect(done.result, f"Expected the next work to be done; got {done}.")


def check_crashes_end_their_own_work_alone(member: Any) -> None:
    """A step that dies takes nobody along: the fault is "signal", the next work runs."""
    if _is_hard(member):
        with _open(member) as executor:
            done = _one(executor, work(0, "crashes"))
            expect(
                done.fault == "signal" and done.why, f"Expected the fault 'signal' with a reason; got {done}."
            )
            done = _one(executor, work(1, "gives", loss=1.0))
            expect(done.result, f"Expected the next work to be done; got {done}.")


def _is_hard(member: Any) -> bool:
    """Does it enforce limits?"""
    return bool(getattr(getattr(member, "func", member), "hard_limits", False))


@contextlib.contextmanager
def _open(member: Any) -> Iterator[Executor]:
    """An executor with at most two slots, warmed, opened, and closed whatever happens."""
    executor = made(member, workers=2)
    expect(isinstance(executor, Executor), f"Expected an Executor; got {executor!r}.")
    found: Executor = executor
    try:
        found.warm()
        found.open(Act())
        yield found
    finally:
        found.close()


def _one(executor: Executor, piece: Work) -> Done:
    """What comes back for this piece of work, which is the only one."""
    executor.start(piece)
    [done] = _until(executor, 1)
    return done


def _until(executor: Executor, count: int) -> list[Done]:
    """So many things that ended or reported."""
    found: list[Done] = []
    for _ in range(count):
        found += executor.wait(WAITS)
        if len(found) >= count:
            break
    expect(len(found) == count, f"Expected {count} to come back; got {found}.")
    return found


def _refuses(executor: Executor, piece: Work) -> bool:
    try:
        executor.start(piece)
    except Unsupported:
        return True
    return False
