"""What every stopping rule has to do: a verdict from the history alone, and never the end of the best."""

from collections.abc import Iterator
from typing import Any

from fitwright.checks._expect import expect, made, title
from fitwright.checks._play import Play, bowl, scripted, spaces
from fitwright.core.events import Asked, Closed, Event, Started, Stepped
from fitwright.core.history import History
from fitwright.core.trial import Config, Result, Step, Steps, Trial
from fitwright.scheduling.inorder import InOrder
from fitwright.search.random import Random
from fitwright.stopping import Rule

CUTS = (Steps(5), Steps(1, (0.1, 0.3, 1.0)), Steps(3, (0.5, 1.0)), Steps(1, (1.0,) * 9), Steps(2))
VERDICTS = ("go", "pause", "stop")


def check_verdicts_are_go_pause_or_stop(member: Any) -> None:
    """There is no fourth."""
    for trial, history in _situations():
        verdict = _rule(member).judge(trial, history)
        expect(verdict in VERDICTS, f"Expected go, pause or stop; got {verdict!r}.")


def check_same_history_same_verdict(member: Any) -> None:
    """Asked twice, or afresh, or after other questions, it says the same: so a run can be resumed."""
    used = _rule(member)
    first = [used.judge(trial, history) for trial, history in _situations()]
    again = [used.judge(trial, history) for trial, history in _situations()]
    fresh = [_rule(member).judge(trial, history) for trial, history in _situations()]
    expect(first == again == fresh, f"Expected {title(member)} to be a function of the history.")


def check_judging_changes_nothing(member: Any) -> None:
    """The history is read, not written."""
    for trial, history in _situations():
        before = repr(list(history))
        _rule(member).judge(trial, history)
        expect(repr(list(history)) == before, "Expected a history that is left alone; it changed.")


def check_the_first_trial_goes_on(member: Any) -> None:
    """While there is nobody to compare it with, a trial gets all its steps."""
    for cut in CUTS:
        history = History(cut, [Asked(0, {"x": 1.0})])
        for step in _steps(cut):
            history.add(Started(0, step), Stepped(0, step, Result(5.0, seconds=1.0)))
            if len(history[0].results) < len(cut):
                verdict = _rule(member).judge(history[0], history)
                expect(
                    verdict == "go", f"Expected a lone trial to go on after {step} of {cut}; got {verdict!r}."
                )


def check_who_leads_at_every_step_is_not_stopped(member: Any) -> None:
    """A trial whose loss is lowest wherever it can be compared may wait, and is never stopped."""
    for cut in CUTS:
        events: list[Event] = []
        for number in range(20):
            events += _whole(number, cut, 10.0 + number)
        history = History(cut, [*events, Asked(20, {"x": 0.0})])
        for step in _steps(cut)[:-1]:
            history.add(Started(20, step), Stepped(20, step, Result(1.0, seconds=1.0)))
            verdict = _rule(member).judge(history[20], history)
            expect(verdict != "stop", f"Expected the leader not to be stopped after {step} of {cut}.")


def check_failed_and_unfinished_trials_are_borne(member: Any) -> None:
    """Trials that failed, were stopped, wait, or have no result yet are there too."""
    for cut in CUTS:
        for count in (3, 8, 25):
            history = History(cut, scripted(spaces()["flat"], count, cut))
            for trial in history.in_state("running", "paused"):
                verdict = _rule(member).judge(trial, history)
                expect(verdict in VERDICTS, f"Expected go, pause or stop; got {verdict!r}.")


def check_a_run_finds_its_end(member: Any) -> None:
    """A run of 30 trials ends, and at least one trial of the best quarter is done."""
    for cut in CUTS:
        for slots in (1, 4):
            scheduler = InOrder(Random(spaces()["tree"], 1), 30)
            history = Play(scheduler, _rule(member), bowl, cut, slots).run()
            expect(history.best(), f"Expected at least one trial to be done in a run of {cut}; none was.")
            losses = sorted(bowl(trial.config, Step(0, len(cut.fidelities) - 1)) for trial in history)
            reached = _end_loss(history.best()[0].config, cut)
            expect(
                reached <= losses[len(losses) // 4],
                f"Expected a trial of the best quarter to be done under {title(member)} ({cut}); "
                f"the best done has {reached:.3g}, the quarter ends at {losses[len(losses) // 4]:.3g}.",
            )


def check_paused_trials_may_be_asked_about_again(member: Any) -> None:
    """What waits is offered again and again, with the history as it then stands."""
    for cut in CUTS:
        events = scripted(spaces()["flat"], 12, cut)
        history = History(cut, [*events, *[Closed(n, "paused") for n in (0, 5)]])
        for trial in history.in_state("paused"):
            for _ in range(2):
                verdict = _rule(member).judge(trial, history)
                expect(verdict in VERDICTS, f"Expected go, pause or stop; got {verdict!r}.")


def _rule(member: Any) -> Rule:
    rule = made(member)
    expect(isinstance(rule, Rule), f"Expected a Rule; got {rule!r}.")
    found: Rule = rule
    return found


def _situations() -> Iterator[tuple[Trial, History]]:
    """Running trials with results in runs of several lengths and cuts, and one without."""
    for cut in CUTS:
        for count in (1, 6, 20):
            events = [event for number in range(count) for event in _whole(number, cut, float(number % 7))]
            for begun in range(len(cut)):
                loss = 3.0 if begun % 2 else 0.5
                steps = _steps(cut)[:begun]
                now = [event for step in steps for event in _step(count, step, loss)]
                history = History(cut, [*events, Asked(count, {"x": 0.5}), *now])
                yield history[count], history


def _whole(number: int, cut: Steps, loss: float) -> list[Event]:
    """A trial from beginning to end."""
    steps = [event for step in _steps(cut) for event in _step(number, step, loss)]
    return [Asked(number, {"x": loss}), *steps, Closed(number, "done")]


def _step(number: int, step: Step, loss: float) -> list[Event]:
    return [Started(number, step), Stepped(number, step, Result(loss + 1 / (1 + step.fidelity), seconds=1.0))]


def _steps(cut: Steps) -> list[Step]:
    return [Step(fold, fidelity) for fold in range(cut.folds) for fidelity in range(len(cut.fidelities))]


def _end_loss(config: Config, cut: Steps) -> float:
    return bowl(config, Step(0, len(cut.fidelities) - 1))
