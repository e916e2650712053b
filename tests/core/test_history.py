"""A history is the fold of its events."""

from hypothesis import given
from hypothesis import strategies as st

from fitwright.core.events import (
    Asked,
    Closed,
    Event,
    Grown,
    Opened,
    Refitted,
    Started,
    Stepped,
    Undone,
    Warned,
    Weighed,
)
from fitwright.core.history import History, News, standing
from fitwright.core.trial import Result, State, Step, Steps, Trial
from fitwright.space import Int

STATES: tuple[State, ...] = ("running", "paused", "done", "stopped", "failed")


@st.composite
def runs(draw):
    """Events as a loop says them: a trial is asked before anything else is said of it."""
    events: list[Event] = [Opened({"metric": "rmse"})]
    asked = 0
    for _ in range(draw(st.integers(0, 20))):
        kind = draw(st.integers(0, 4 if asked else 0))
        trial = draw(st.integers(0, max(asked - 1, 0)))
        step = Step(draw(st.integers(0, 2)), draw(st.integers(0, 1)))
        if kind == 0:
            events.append(Asked(asked, {"x": asked}, "random"))
            asked += 1
        elif kind == 1:
            events.append(Started(trial, step))
        elif kind == 2:
            events.append(Stepped(trial, step, Result(draw(st.floats(0, 1)))))
        elif kind == 3:
            events.append(Closed(trial, draw(st.sampled_from(STATES)), why="so"))
        else:
            events.append(Warned("careful"))
    return events


@given(runs(), st.integers(0, 20))
def test_events_one_by_one_or_together_give_the_same(events, cut):
    together, parts, single = History(Steps(3), events), History(Steps(3), events[:cut]), History(Steps(3))
    parts.add(*events[cut:])
    for event in events:
        single.add(event)
    for other in (parts, single):
        assert list(other) == list(together)
        assert other.header == together.header
        assert other.warnings == together.warnings
        assert other.results == together.results


@given(runs())
def test_every_trial_is_in_one_state(events):
    history = History(Steps(3), events)
    assert sum(len(history.in_state(state)) for state in STATES) == len(history)
    assert all(trial.pending for trial in history.busy)


def test_the_best_are_done_and_the_older_one_wins_a_tie():
    history = History()
    ends: list[tuple[float, State]] = [(2.0, "done"), (1.0, "done"), (1.0, "done"), (0.0, "stopped")]
    for number, (loss, state) in enumerate(ends):
        history.add(Asked(number, {}), Stepped(number, Step(), Result(loss)), Closed(number, state))
    assert [trial.number for trial in history.best(2)] == [1, 2]
    assert [trial.number for trial in history.scored()] == [0, 1, 2, 3]


def test_a_failed_trial_keeps_its_reason_and_is_not_scored():
    history = History(events=[Asked(0, {}), Stepped(0, Step(), Result(1.0))])
    history.add(Closed(0, "failed", "memory", "It took 3 GB."))
    assert (history[0].fault, history[0].why) == ("memory", "It took 3 GB.")
    assert history.scored() == []


def test_a_paused_trial_that_gets_a_step_is_running_again():
    history = History(events=[Asked(0, {}), Closed(0, "paused"), Started(0, Step(1, 0))])
    assert history[0].state == "running"
    assert [trial.number for trial in history.busy] == [0]


def test_a_trial_is_found_by_its_number():
    history = History(events=[Asked(0, {"x": 1}, "random")])
    assert 0 in history
    assert 1 not in history
    assert history[0].origin == "random"


def test_decisions_are_known_by_their_numbers():
    history = History()
    history.add(Asked(0, {}), Started(0, Step(), decision=0), Asked(1, {}), Started(1, Step(1), decision=1))
    history.add(Started(0, Step(), attempt=1, decision=0))
    assert history.granted == {0: (0, Step(), 1), 1: (1, Step(1), 0)}


def test_what_was_fitted_on_all_rows_and_the_time_of_the_run_are_known():
    history = History()
    history.add(Asked(0, {}), Stepped(0, Step(), Result(1.0), at=3.0), Closed(0, "done", at=4.0))
    history.add(Refitted(0, Result(0.0)), Refitted(0, Result(0.5)), Warned("late"))
    assert history.refitted == {0: Result(0.5)}
    assert history.spent == 4.0


def test_states_are_found_without_looking_at_every_trial():
    """A hundred thousand looks at one running trial among ten thousand others take a moment."""
    history = History()
    for number in range(10_000):
        history.add(Asked(number, {}), Closed(number, "done"))
    history.add(Asked(10_000, {}))
    for _ in range(100_000):
        assert len(history.in_state("running", "paused")) == 1


def test_what_was_undone_is_gone_and_what_was_said_of_the_run_is_not():
    first = [Opened({"seed": 1}), Asked(0, {}), Started(0, Step(0), decision=0)]
    gone = [
        Stepped(0, Step(0), Result(1.0), at=2.0),
        Closed(0, "done"),
        Asked(1, {}),
        Weighed({"score": 1.0}),
    ]
    then = [Stepped(0, Step(0), Result(0.5), at=3.0)]
    history = History(Steps(2), [*first, *gone, Undone(3)])
    assert (len(history), history.results, history[0].results, history.granted) == (
        1,
        0,
        {},
        {0: (0, (0, 0), 0)},
    )
    assert (history.header, history.card, history.spent) == ({"seed": 1}, {"score": 1.0}, 2.0)
    history.add(*then)
    assert history[0].losses == [0.5]
    told = [*first, *gone, Undone(3), *then, Asked(1, {"x": 2}), Undone(2)]
    assert [place for place, _ in standing(told)] == [0, 1, 6]
    assert history.in_state("running") == [history[0]]


def test_a_space_that_grew_gives_trials_other_configs_and_stays_when_decisions_are_undone():
    events = [
        Opened({"study": {"space": {"domains": {}}, "search": "tpe"}}),
        Asked(0, {"x": 1}),
        Started(0, Step()),
        Grown({"domains": {"y": {}}}, {0: {"x": 1, "y": 2}}),
        Asked(1, {"x": 2, "y": 3}),
        Undone(4),
    ]
    history = History(events=events)
    assert history.header["study"] == {"space": {"domains": {"y": {}}}, "search": "tpe"}
    assert [trial.config for trial in history] == [{"x": 1, "y": 2}]
    assert History(events=events[:1]).header["study"]["space"] == {"domains": {}}


def test_what_was_proposed_is_known_where_a_trial_found_something_else():
    made, found = History(), {"x": (Int(0, 9), 3)}
    made.add(Asked(0, {"x": 7, "y": 1}), Started(0, Step()), Stepped(0, Step(), Result(1.0, found=found)))
    assert (made[0].config, made.asked[0]) == ({"x": 3}, {"x": 7, "y": 1})
    assert made.with_trials([]).asked == made.seen_as(list(made)).asked == made.asked


def test_a_history_that_is_seen_otherwise_knows_states_and_numbers_as_they_are():
    made = History()
    for number, state in enumerate(["done", "failed", "stopped"]):
        made.add(Asked(number, {}), Started(number, Step()), Stepped(number, Step(), Result(float(number))))
        made.add(Closed(number, state))
    other = made.seen_as([Trial(one.number, {"seen": True}, one.results, state=one.state) for one in made])
    assert [one.config for one in other] == [{"seen": True}] * 3
    assert [one.number for one in other.in_state("failed", "stopped")] == [1, 2]
    assert (other.results, News().of(other)[0]) == (made.results, True)


def test_what_a_trial_had_found_when_it_ended_is_its_config():
    last = Result(float("inf"), found={"x": ("domain", 3)}, notes={"a": 1})
    history = History(
        events=[Asked(0, {"x": 9}), Started(0, Step()), Closed(0, "failed", "exception", result=last)]
    )
    assert history[0].config == {"x": 3}
    assert history[0].notes == {"a": 1}
    assert history[0].found == {"x": ("domain", 3)}
    assert history[0].results == {}


def test_who_hears_of_a_grown_space_need_not_know_its_trials():
    heard = History(events=[Grown({"domains": {}}, {7: {"x": 1}})])
    assert len(heard) == 0
    assert heard.header["study"]["space"] == {"domains": {}}


@given(runs(), st.lists(st.integers(0, 20), max_size=4))
def test_a_reader_that_takes_the_news_knows_every_trial_as_it_is(events, cuts):
    history, news, known = History(Steps(3)), News(), {}
    for event in [*events, *(Undone(cut) for cut in cuts), Asked(99, {}), Closed(99, "done")]:
        history.add(event)
        again, trials = news.of(history)
        known = ({} if again else known) | {trial.number: trial for trial in trials}
        assert list(known.values()) == list(history)
    assert news.of(history) == (False, [])
    other = history.with_trials(history)
    assert news.of(other) == (True, list(history))
    assert news.of(history) == (True, list(history))
