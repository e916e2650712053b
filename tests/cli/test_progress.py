"""The display of a run, told with events made up here."""

import io

import pytest
from rich.console import Console

from fitwright.cli._lead import Lead, ahead
from fitwright.cli._progress import Progress, understood
from fitwright.cli._voice import Voice
from fitwright.core.events import Asked, Closed, Opened, Started, Stepped, Warned
from fitwright.core.goals import Goals
from fitwright.core.history import History
from fitwright.core.trial import Result, Step, Trial

HEADER = {
    "task": "binary",
    "metric": "roc_auc",
    "higher_is_better": True,
    "rows": 426,
    "roles": {"number": 28, "category": 2},
    "folds": 2,
    "notes": ["Rows are split by kfold into 2: two classes."],
}


def trial(number, *losses, origin=""):
    results = {Step(fold): Result(loss) for fold, loss in enumerate(losses)}
    return Trial(number, {"model": "m"}, results, origin=origin)


def story():
    """A baseline, a better one that is half way, one that fails."""
    yield Opened(HEADER)
    yield Asked(0, {"model": "baseline"}, "baseline")
    yield Started(0, Step(0))
    yield Stepped(0, Step(0), Result(-0.5))
    yield Stepped(0, Step(1), Result(-0.5))
    yield Closed(0, "done")
    yield Asked(1, {"model": "linear"})
    yield Started(1, Step(0))
    yield Stepped(1, Step(0), Result(-0.9))
    yield Asked(2, {"model": "forest"})
    yield Started(2, Step(0))
    yield Closed(2, "failed", "memory", "Too much.\nIt took 9 GB.")
    yield Warned("xgboost is left out.")
    yield Started(1, Step(1))


class Hears:
    """A voice whose standard error is a string."""

    def __init__(self, *, terminal=False, **kinds):
        self.voice = Voice(**kinds)
        self.written = io.StringIO()
        self.voice.err = Console(file=self.written, force_terminal=terminal, width=100)

    @property
    def text(self):
        return self.written.getvalue()


def frame(progress):
    written = io.StringIO()
    Console(file=written, width=100).print(progress)
    return written.getvalue()


def test_a_pipe_gets_plain_lines():
    hears = Hears()
    with Progress(hears.voice, 60) as progress:
        for event in story():
            progress(event)
    assert "\x1b" not in hears.text
    lines = hears.text.splitlines()
    assert any("binary, judged by roc_auc" in line for line in lines)
    assert any("426 rows, 30 columns: 28 number, 2 category" in line for line in lines)
    assert any("roc_auc 0.90000 on 1 of 2 folds  linear #1" in line for line in lines)
    assert any("forest #2 failed (memory): Too much. It took 9 GB." in line for line in lines)
    assert any("xgboost is left out." in line for line in lines)


def test_the_frame_shows_time_left_best_counts_and_what_runs():
    ticks = iter([0.0] + [15.0] * 1000)
    progress = Progress(Hears().voice, 60, clock=lambda: next(ticks))
    for event in story():
        progress(event)
    text = frame(progress)
    assert "45 s left of 60 s" in text
    assert "best roc_auc 0.90000 on 1 of 2 folds  linear #1" in text
    assert "3 candidates: 1 done, 1 failed" in text
    assert "now  linear #1 fold 2 of 2" in text


def test_the_frame_counts_candidates_where_time_is_not_limited():
    progress = Progress(Hears().voice, None, 10)
    for event in story():
        progress(event)
    assert "2 of 11 candidates" in frame(progress)


def test_a_study_counts_its_trials_and_tells_of_steps_once():
    hears = Hears()
    progress = Progress(hears.voice, None, 10)
    progress(Opened({"metric": "value"}))
    progress(Asked(0, {"x": 1}))
    for epoch in range(3):
        progress(Started(0, Step(0, epoch)))
        progress(Stepped(0, Step(0, epoch), Result(1.0 / (1 + epoch))))
    progress(Started(0, Step(0, 3)))
    assert "0 of 10 candidates" in frame(progress)
    assert "now  candidate #0 step 4" in frame(progress)
    progress(Closed(0, "done"))
    lines = hears.text.splitlines()
    assert [line.split("value ")[1] for line in lines] == ["1.0000  candidate #0", "0.33333  candidate #0"]


def test_the_frame_can_be_drawn_before_anything_has_happened():
    assert "under way" in frame(Progress(Hears().voice, 60))


def test_a_terminal_is_redrawn():
    hears = Hears(terminal=True)
    with Progress(hears.voice, 60) as progress:
        for event in story():
            progress(event)
    assert "\x1b" in hears.text
    assert "s left of 60 s" in hears.text


@pytest.mark.parametrize("kinds", [{"quiet": True}, {"json": True}])
def test_a_silent_voice_hears_nothing(kinds):
    hears = Hears(**kinds, terminal=True)
    with Progress(hears.voice, 60) as progress:
        for event in story():
            progress(event)
    assert hears.text == ""
    assert len(progress.history) == 0


def test_two_candidates_are_compared_on_the_folds_that_both_have():
    less, more = trial(1, -0.8), trial(2, -0.9, -0.3)
    assert ahead(less, more) is more
    assert ahead(trial(1, -0.5), trial(2, -0.5)).number == 1


def test_who_was_judged_on_more_folds_does_not_give_way_to_luck():
    whole = trial(1, -0.9, -0.9)
    assert ahead(whole, trial(2, -0.95)) is whole
    assert ahead(whole, trial(2, -0.95, -0.95)).number == 2


def test_the_baseline_gives_way_to_anyone():
    assert ahead(trial(0, -0.5, -0.5, origin="baseline"), trial(1, -0.9)).number == 1


@pytest.mark.parametrize("state", ["failed", "stopped"])
def test_a_leader_that_is_out_gives_way(state):
    history, lead = History(events=[Opened({"folds": 3})]), Lead()
    for number, loss in enumerate((0.1, 0.5)):
        history.add(Asked(number, {}), Stepped(number, Step(0), Result(loss)))
        lead.hear(history, number)
    assert lead.trial is not None
    assert lead.trial.number == 0
    history.add(Closed(0, state), Stepped(1, Step(1), Result(0.5)))
    assert lead.hear(history, 1)
    assert lead.trial.number == 1


def test_who_breaks_a_limit_leads_nobody_who_keeps_it():
    goals = Goals.read("minimize", {"ms": "<= 3"})
    history, lead = History(events=[Opened({"folds": 1, **goals.header()})]), Lead()
    for number, (loss, ms) in enumerate(((0.5, 9.0), (0.9, 1.0), (0.1, 9.0))):
        history.add(Asked(number, {}), Stepped(number, Step(0), Result(loss, {"ms": ms})))
        lead.hear(history, number)
        assert lead.trial is not None
        assert lead.trial.number == min(number, 1)


def test_the_rise_is_drawn_without_the_baseline():
    assert Lead(losses=[1.0]).spark() == ""
    assert Lead(losses=[9.0, 1.0, 0.5, 0.0]).spark() == "▁▅█"


def test_a_header_that_says_little_is_no_harm():
    assert understood({"folds": 5}) == []
