"""What every scheduler has to do: grant steps in order, none twice, until every trial is over."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fitwright.checks._expect import expect, made, title
from fitwright.checks._play import Play, bowl, failing, scripted, spaces
from fitwright.core.history import History
from fitwright.core.trial import Step, Steps, Trial
from fitwright.core.work import Verdict, Work
from fitwright.scheduling import Scheduler
from fitwright.search.random import Random
from fitwright.space import Space
from fitwright.stopping import Rule
from fitwright.stopping.never import Never

CUTS = (Steps(), Steps(5), Steps(1, (0.1, 0.3, 1.0)), Steps(3, (0.5, 1.0)))
TRIALS = 12


@dataclass
class _Whims(Rule):
    """Stops some, and lets some wait until two others have come further."""

    def judge(self, trial: Trial, history: History) -> Verdict:
        if trial.number % 4 == 1:
            return "stop"
        ahead = [other for other in history if len(other.results) > len(trial.results)]
        return "pause" if trial.number % 4 == 2 and len(ahead) < 2 else "go"


def check_every_trial_ends_with_all_its_steps(member: Any) -> None:
    """A run of 12 trials ends with 12 trials done, whoever ends first."""
    for play in _plays(member):
        history = play.run()
        expect(len(history) == TRIALS, f"Expected {TRIALS} trials; got {len(history)} ({play.steps}).")
        open_ = [trial.number for trial in history if len(trial.results) < len(play.steps)]
        expect(not open_, f"Expected every trial to get its {len(play.steps)} steps; {open_} did not.")


def check_failed_stopped_and_paused_trials_do_not_hold_up_the_run(member: Any) -> None:
    """Whatever becomes of some trials, the others get all their steps."""
    for play in _plays(member, loss=failing, rule=_Whims()):
        history = play.run()
        expect(len(history) == TRIALS, f"Expected {TRIALS} trials; got {len(history)} ({play.steps}).")
        left = [trial.number for trial in history.in_state("running")]
        expect(not left, f"Expected no trial to be left running; trials {left} are ({play.steps}).")


def check_no_step_is_granted_twice(member: Any) -> None:
    """What is granted stands in the history."""
    for cut in CUTS:
        for history, work in _decisions(member, cut, _Whims()):
            trial, step = work.key.trial, work.key.step
            twice = trial in history and step in history[trial].started
            expect(not twice, f"Expected no step twice; {work.key} had been granted before ({cut}).")


def check_fidelities_of_a_fold_rise_one_by_one(member: Any) -> None:
    """A higher fidelity is granted when the one below has come back."""
    for cut in CUTS:
        for history, work in _decisions(member, cut):
            trial, (fold, fidelity) = work.key.trial, work.key.step
            if fidelity:
                below = trial in history and Step(fold, fidelity - 1) in history[trial].results
                expect(
                    below, f"Expected fidelity {fidelity - 1} of fold {fold} to be back before {work.key}."
                )


def check_steps_lie_within_the_cut(member: Any) -> None:
    """Folds and fidelities that there are, at attempt 0."""
    for play in _plays(member):
        play.run()
        for work in play.granted:
            fold, fidelity = work.key.step
            inside = 0 <= fold < play.steps.folds and 0 <= fidelity < len(play.steps.fidelities)
            expect(inside and work.key.attempt == 0, f"Expected a step of {play.steps}; got {work.key}.")


def check_new_trials_are_numbered_without_a_gap(member: Any) -> None:
    """The next trial's number is the number of trials there are, and it begins with the first step."""
    for cut in CUTS:
        for history, work in _decisions(member, cut):
            if work.key.trial not in history:
                right = work.key.trial == len(history) and work.key.step == Step()
                expect(right, f"Expected trial {len(history)} at its first step; got {work.key}.")


def check_further_steps_keep_the_config(member: Any) -> None:
    """A trial has one config from its first step to its last."""
    for play in _plays(member):
        history = play.run()
        for work in play.granted:
            same = work.config == history[work.key.trial].config
            expect(same, f"Expected {work.key} with the config that the trial began with.")


def check_only_running_trials_go_on(member: Any) -> None:
    """What is done, failed, stopped or paused gets no further step."""
    for history, work in _decisions(member, Steps(3, (0.5, 1.0)), _Whims()):
        state = history[work.key.trial].state if work.key.trial in history else "running"
        expect(state == "running", f"Expected work for running trials; trial {work.key.trial} is {state}.")


def check_no_more_trials_than_asked_for(member: Any) -> None:
    """`trials` is a limit, whatever the searcher has left."""
    for trials in (1, 3):
        for slots in (1, 4):
            history = Play(_scheduler(member, trials), Never(), steps=Steps(2), slots=slots).run()
            expect(len(history) == trials, f"Expected {trials} trials; got {len(history)}.")


def check_ends_where_the_searcher_has_no_more(member: Any) -> None:
    """A space that was tried out ends the run, without a limit of trials."""
    for slots in (1, 3):
        scheduler = _scheduler(member, None, spaces()["few"])
        history = Play(scheduler, Never(), steps=Steps(2), slots=slots).run()
        states = {trial.state for trial in history}
        expect(len(history) == 6 and states == {"done"}, f"Expected 6 trials, all done; got {list(history)}.")


def check_nothing_starts_without_time(member: Any) -> None:
    """No seconds left, no work."""
    for count in (0, 5):
        history = History(Steps(3), scripted(spaces()["flat"], count, Steps(3)))
        work = _scheduler(member).next(history, 1, 0.0)
        expect(work is None, f"Expected nothing to start with no seconds left; got {work}.")


def check_same_history_same_work(member: Any) -> None:
    """Asked twice, or afresh, it grants the same: so a run can be resumed and replayed."""
    for cut in CUTS:
        events = scripted(spaces()["flat"], 9, cut)
        for until in range(0, len(events), 2):
            history = History(cut, events[:until])
            one, other = _scheduler(member), _scheduler(member)
            granted = [s.next(history, 2, 1e9) for s in (one, one, other)]
            same = granted[0] == granted[1] == granted[2]
            expect(same, f"Expected {title(member)} to be a function of the history; it granted {granted}.")


def check_choosing_changes_nothing(member: Any) -> None:
    """The history is read, not written."""
    history = History(Steps(3), scripted(spaces()["flat"], 9, Steps(3)))
    before = repr(list(history))
    _scheduler(member).next(history, 2, 1e9)
    expect(repr(list(history)) == before, "Expected a history that is left alone; it changed.")


def check_who_proposed_it_is_told(member: Any) -> None:
    """Work for a new trial carries the searcher's word for who proposed it."""
    work = _scheduler(member).next(History(), 1, 1e9)
    expect(work is not None and work.origin == "random", f"Expected origin 'random'; got {work}.")


def _scheduler(member: Any, trials: int | None = TRIALS, space: Space | None = None) -> Scheduler:
    scheduler = made(member, searcher=Random(space or spaces()["tree"], 3), trials=trials)
    expect(isinstance(scheduler, Scheduler), f"Expected a Scheduler; got {scheduler!r}.")
    found: Scheduler = scheduler
    return found


def _plays(member: Any, loss: Any = bowl, rule: Rule | None = None) -> Iterator[Play]:
    """Runs of each cut, alone and with four slots."""
    for cut in CUTS:
        for slots, seed in ((1, 0), (4, 1), (4, 2)):
            yield Play(_scheduler(member), rule or Never(), loss, cut, slots, seed)


def _decisions(member: Any, cut: Steps, rule: Rule | None = None) -> Iterator[tuple[History, Work]]:
    """Every piece of work that a run grants, with the history in which it was granted."""
    return Play(_scheduler(member), rule or Never(), failing, cut, slots=4).decisions()
