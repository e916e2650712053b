"""First come, first served."""

from fitwright.core.events import Asked, Closed, Started, Stepped
from fitwright.core.history import History
from fitwright.core.trial import Ref, Result, State, Step, Steps
from fitwright.scheduling.inorder import InOrder
from fitwright.search.random import Random
from fitwright.space import Choice, Float, Space
from tests.scheduling._play import Play

SPACE = Space(x=Float(0, 1))


def next_of(scheduler, history):
    """The next piece of work, that has to be there."""
    work = scheduler.next(history, 1, 60)
    assert work is not None
    return work


def test_a_trial_gets_all_its_folds_before_the_next_begins():
    play = Play(InOrder(Random(SPACE), trials=2), lambda config, step: config["x"], Steps(3)).run()
    assert play.granted == [(0, 0, 0), (0, 1, 0), (0, 2, 0), (1, 0, 0), (1, 1, 0), (1, 2, 0)]
    assert [trial.state for trial in play.history] == ["done", "done"]


def test_trials_begin_where_the_steps_say():
    steps = Steps(2, (1.0, 3.0), in_rounds=True, begins=(0, 1))
    play = Play(InOrder(Random(SPACE), trials=2), lambda config, step: config["x"], steps)
    history = History(steps, [Asked(0, {"x": 0.5}), Started(0, Step(0, 0))])
    assert next_of(play.scheduler, history).key.step == Step(0, 1)
    history.add(Asked(1, {"x": 0.2}), Started(1, Step(0, 1)), Closed(0, "failed"))
    history.add(Stepped(1, Step(0, 1), Result(1.0)))
    assert next_of(play.scheduler, history).key == (1, Step(1, 1), 0)
    history.add(Started(1, Step(1, 1)), Stepped(1, Step(1, 1), Result(1.0)))
    assert InOrder(Random(SPACE), trials=2).next(history, 1, 60) is None


def test_fidelities_ascend_within_a_fold_and_hand_on_their_checkpoint():
    scheduler = InOrder(Random(SPACE), trials=1)
    steps, ref = Steps(2, (0.5, 1.0)), Ref("checkpoint", "0" * 64, 1)
    history = History(steps, [Asked(0, {"x": 0.5}), Started(0, Step(0, 0))])
    history.add(Stepped(0, Step(0, 0), Result(1.0, refs={"checkpoint": ref})))
    work = next_of(scheduler, history)
    assert (work.key.step, work.checkpoint) == (Step(0, 1), ref)
    history.add(Started(0, Step(0, 1)))
    work = next_of(scheduler, history)
    assert (work.key.step, work.checkpoint) == (Step(1, 0), None)
    history.add(Started(0, Step(1, 0)))
    assert scheduler.next(history, 1, 60) is None


def test_in_rounds_all_folds_of_a_fidelity_come_before_the_next():
    play = Play(
        InOrder(Random(SPACE), trials=1), lambda config, step: config["x"], Steps(2, (1, 3), in_rounds=True)
    )
    assert play.run().granted == [(0, 0, 0), (0, 1, 0), (0, 0, 1), (0, 1, 1)]
    scheduler, history = InOrder(Random(SPACE), trials=1), History(Steps(2, (1, 3), in_rounds=True))
    history.add(Asked(0, {"x": 0.5}), Started(0, Step(0, 0)), Stepped(0, Step(0, 0), Result(1.0)))
    assert next_of(scheduler, history).key.step == Step(1, 0)
    history.add(Started(0, Step(1, 0)))
    assert scheduler.next(history, 1, 60) is None


def test_a_new_trial_starts_while_the_others_are_busy():
    play = Play(InOrder(Random(SPACE)), None, Steps(2))
    assert [play.start().key.trial for _ in range(3)] == [0, 1, 2]


def test_folds_run_side_by_side_when_there_is_no_other_work():
    play = Play(InOrder(Random(SPACE), trials=1), None, Steps(3))
    assert [play.start().key.step.fold for _ in range(3)] == [0, 1, 2]
    assert play.start() is None


def test_an_open_ended_objective_is_started_once_a_fold():
    play = Play(InOrder(Random(SPACE), trials=1), None, Steps(2, (1.0, 1.0, 1.0), open_ended=True))
    assert [play.start().key.step for _ in range(2)] == [Step(0, 0), Step(1, 0)]
    assert play.start() is None


def test_nothing_starts_after_the_end_of_time_or_space():
    assert InOrder(Random(SPACE)).next(History(), 1, 0.0) is None
    play = Play(InOrder(Random(Space(a=Choice([1, 2])))), lambda config, step: 1.0).run()
    assert len(play.granted) == 2


def test_what_is_over_or_paused_gets_no_more_steps():
    history = History(Steps(2))
    over: tuple[State, ...] = ("failed", "stopped", "paused")
    for number, state in enumerate(over):
        history.add(
            Asked(number, {"x": 0.1 * number}), Started(number, Step()), Stepped(number, Step(), Result(1))
        )
        history.add(Closed(number, state))
    assert InOrder(Random(SPACE), trials=3).next(history, 1, 60) is None
    history.add(Closed(2, "running"))
    assert next_of(InOrder(Random(SPACE), trials=3), history).key == (2, Step(1, 0), 0)


def test_new_work_says_who_proposed_it():
    assert next_of(InOrder(Random(SPACE)), History()).origin == "random"
