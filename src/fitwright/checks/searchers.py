"""What every searcher has to do: propose configs of the space, as a function of seed, number and history."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from fitwright.checks._expect import expect, made, title
from fitwright.checks._play import scripted, spaces, told
from fitwright.core.events import Asked, Closed, Event, Started, Stepped
from fitwright.core.history import History
from fitwright.core.trial import Config, Step, Steps
from fitwright.search import Searcher
from fitwright.space import Space

TRIALS = 20
"""Enough that a model of the losses is made, where a searcher makes one."""
FOLDS = Steps(3, (0.25, 1.0))


def check_configs_lie_in_the_space(member: Any) -> None:
    """Every name is open, nothing is left out, every value is in its domain."""
    for space, config in _proposed(member):
        expect(space.complete(config) == config, f"Expected a whole config of {space}; got {config}.")


def check_configs_are_plain(member: Any) -> None:
    """A config comes back from JSON as it was, types and all: so it is kept and replayed."""
    for _, config in _proposed(member):
        again = json.loads(json.dumps(config))
        same = again == config and [type(v) for v in again.values()] == [type(v) for v in config.values()]
        expect(same, f"Expected a config of plain values; {config} comes back as {again}.")


def check_same_seed_number_and_history_same_config(member: Any) -> None:
    """Two searchers of one seed propose the same, asked twice too."""
    for name, space in spaces().items():
        for count in (0, 5, TRIALS):
            history = History(Steps(), scripted(space, count))
            one, other = (_searcher(member, space) for _ in range(2))
            first, second = one.ask(count, history), other.ask(count, history)
            expect(
                first == second, f"Expected the same config from the same seed ({name}); {first}, {second}."
            )
            expect(one.ask(count, history) == first, f"Expected the same config when asked again ({name}).")


def check_a_fresh_searcher_proposes_what_a_used_one_does(member: Any) -> None:
    """What is remembered between calls is what a fresh copy would compute: so runs can be resumed."""
    for name, space in spaces().items():
        used, events = _searcher(member, space), list[Event]()
        for number in range(TRIALS):
            config = used.ask(number, History(Steps(), events))
            if number % 4 == 1:
                fresh = _searcher(member, space).ask(number, History(Steps(), events))
                expect(config == fresh, f"Expected a fresh searcher to agree at trial {number} ({name}).")
            if config is None:
                break
            events += _finished(number, config)


def check_order_of_asking_does_not_matter(member: Any) -> None:
    """A searcher that was asked about another run in between says the same of this one."""
    for name, space in spaces().items():
        one = History(Steps(), scripted(space, 20))
        other = History(Steps(), scripted(space, 30, seed=8))
        used = _searcher(member, space)
        used.ask(30, other)
        same = used.ask(20, one) == _searcher(member, space).ask(20, one)
        expect(same, f"Expected the history alone to decide, not what was asked before ({name}).")


def check_no_config_is_proposed_twice(member: Any) -> None:
    """Neither what is done nor what is under way is tried again."""
    for name, space in spaces().items():
        seen: list[Config] = []
        for config in _run(_searcher(member, space), TRIALS):
            expect(config not in seen, f"Expected no config twice ({name}); got {config} again.")
            seen.append(config)


def check_a_finite_space_is_tried_out(member: Any) -> None:
    """All six configs are proposed, then None; of one config likewise."""
    for name, size in (("few", 6), ("single", 1)):
        configs = list(_run(_searcher(member, spaces()[name]), 50))
        expect(len(configs) == size, f"Expected {size} configs, then None; got {len(configs)} ({name}).")


def check_nothing_is_left_of_a_space_that_was_tried_out(member: Any) -> None:
    """None as well where all that is left is still under way."""
    space = spaces()["few"]
    events = list[Event]()
    for number, proposed in enumerate(_run(_searcher(member, space), 50)):
        events += [Asked(number, proposed), Started(number, Step())]
    config = _searcher(member, space).ask(6, History(Steps(), events))
    expect(config is None, f"Expected None where all configs are under way; got {config}.")


def check_failed_paused_and_running_trials_are_borne(member: Any) -> None:
    """Whatever became of the trials before, there is a next config."""
    for name in ("flat", "tree"):
        space = spaces()[name]
        for count in (1, 4, 12, 35):
            for steps in (Steps(), FOLDS):
                config = _searcher(member, space).ask(count, History(steps, scripted(space, count, steps)))
                expect(config is not None, f"Expected a config after {count} trials ({name}); got None.")
        lost: list[Event] = []
        for number in range(12):
            lost += [
                Asked(number, space.sample(np.random.default_rng(number))),
                Closed(number, "failed", "memory", "too large"),
            ]
        config = _searcher(member, space).ask(12, History(Steps(), lost))
        expect(config is not None, f"Expected a config where all trials failed ({name}); got None.")


def check_huge_and_tiny_losses_are_borne(member: Any) -> None:
    """Losses near the ends of what numbers hold overflow nothing on the way to the next config."""
    for unit in (1e306, 1e-306):
        for name in ("flat", "tree"):
            searcher, events = _searcher(member, spaces()[name]), list[Event]()
            for number in range(TRIALS):
                config = searcher.ask(number, History(Steps(), events))
                expect(config is not None, f"Expected a config at trial {number} ({name}); got None.")
                events += _finished(number, config or {}, unit)


def check_asking_changes_nothing(member: Any) -> None:
    """Neither the space nor the history, and the config may be written to."""
    for name, space in spaces().items():
        history = History(Steps(), scripted(space, 20))
        trials, plain = repr(list(history)), space.to_dict()
        searcher = _searcher(member, space)
        config = searcher.ask(20, history)
        kept = None if config is None else dict(config)
        if config is not None:
            config.clear()
        expect(searcher.ask(20, history) == kept, f"Expected a config of the caller's own ({name}).")
        same = repr(list(history)) == trials and space.to_dict() == plain
        expect(same, f"Expected {title(member)} to leave space and history alone ({name}).")


def check_without_a_space_it_waits_for_one(member: Any) -> None:
    """Made with its settings alone and bound to a space later, it proposes the same."""
    for name, space in spaces().items():
        history = History(Steps(), scripted(space, TRIALS))
        late = made(member).bound(space, 3).ask(TRIALS, history)
        same = late == _searcher(member, space).ask(TRIALS, history)
        expect(same, f"Expected {title(member)}() to propose the same once it is bound to a space ({name}).")


def check_lag_is_a_number_of_decisions(member: Any) -> None:
    """The loop is told how much it may decide without the results of before."""
    for name, space in spaces().items():
        lag: object = _searcher(member, space).lag
        whole = isinstance(lag, int) and not isinstance(lag, bool) and lag >= 1
        expect(lag is None or whole, f"Expected a lag from 1 on, or None ({name}); got {lag!r}.")


def check_origin_is_a_word(member: Any) -> None:
    """The ledger is told who proposed a config."""
    searcher = _searcher(member, spaces()["flat"])
    config = searcher.ask(0, History())
    expect(config is not None, "Expected a first config; got None.")
    origin: object = searcher.origin(config or {})
    expect(isinstance(origin, str) and origin, f"Expected a word as origin; got {origin!r}.")


def _searcher(member: Any, space: Space, seed: int = 3) -> Searcher:
    searcher = made(member, space=space, seed=seed)
    expect(isinstance(searcher, Searcher), f"Expected a Searcher; got {searcher!r}.")
    found: Searcher = searcher
    return found


def _proposed(member: Any) -> Iterator[tuple[Space, Config]]:
    """What is proposed in runs of its own, and in a history that others made."""
    for space in spaces().values():
        for config in _run(_searcher(member, space), TRIALS):
            yield space, config
        for count in range(0, TRIALS, 8):
            config_then = _searcher(member, space).ask(count, History(FOLDS, scripted(space, count, FOLDS)))
            if config_then is not None:
                yield space, config_then


def _run(searcher: Searcher, trials: int) -> Iterator[Config]:
    """Its configs, one after another, each done before the next but three that lag behind."""
    history, waiting = History(), list[list[Event]]()
    for number in range(trials):
        config = searcher.ask(number, history)
        if config is None:
            return
        yield dict(config)
        asked, *rest = _finished(number, config)
        history.add(asked)
        waiting.append(rest)
        if len(waiting) > 3:
            history.add(*waiting.pop(0))


def _finished(number: int, config: Config, unit: float = 1.0) -> list[Event]:
    """A trial of one step, from beginning to end, its loss in such units; one of nine fails."""
    begun: list[Event] = [Asked(number, config), Started(number, Step())]
    if number % 9 == 5:
        return [*begun, Closed(number, "failed", "exception", "it did not work")]
    result = told(config, Step())
    slopes = {name: unit * slope for name, slope in result.gradient.items()}
    result = replace(result, loss=unit * result.loss, gradient=slopes)
    return [*begun, Stepped(number, Step(), result), Closed(number, "done")]
