"""Shared by the tests of searchers: a run in this process, and a history as it stands after it."""

from fitwright.core.events import Asked, Closed, Started, Stepped
from fitwright.core.history import History
from fitwright.core.trial import Result, Step
from fitwright.space import Choice, Float, Int, Space

FLAT = Space(x=Float(-5, 5), rate=Float(1e-4, 1, log=True), depth=Int(1, 12), kind=Choice(["a", "b", "c"]))
RULED = (
    Space(
        kernel=Choice(["linear", "rbf", "poly"]),
        C=Float(1e-2, 1e2, log=True),
        gamma=Float(1e-3, 1, log=True),
        degree=Int(2, 5),
    )
    .when({"kernel": ["rbf", "poly"]}, "gamma")
    .when({"kernel": "poly"}, "degree")
    .forbid({"kernel": "rbf", "C": Float(10, 100)})
)
TREE = Space.one_of(
    "model", {"forest": Space(depth=Int(1, 9)), "linear": Space(C=Float(0, 1)), "mean": Space()}
)


def hill(config):
    """Lowest (0) at x = 2, rate = .01, depth = 7, kind = "b"."""
    from math import log10

    wrong = config["kind"] != "b"
    return (
        (config["x"] - 2) ** 2 / 5
        + (log10(config["rate"]) + 2) ** 2
        + (config["depth"] - 7) ** 2 / 20
        + wrong
    )


def told(number, config, loss, seconds=0.0, **values):
    """Events of a trial from beginning to end."""
    if loss is None:
        return [Asked(number, config), Started(number, Step()), Closed(number, "failed", "exception", "no")]
    result = Result(loss, values=values, seconds=seconds)
    return [
        Asked(number, config),
        Started(number, Step()),
        Stepped(number, Step(), result),
        Closed(number, "done"),
    ]


def run(searcher, loss, trials, history=None):
    """The history after so many more trials; each is told before the next."""
    history = history or History()
    for _ in range(trials):
        number = len(history)
        config = searcher.ask(number, history)
        if config is None:
            break
        history.add(*told(number, config, loss(config)))
    return history


def best(searcher, loss, trials):
    return run(searcher, loss, trials).best(1)[0].loss


def in_flight(searcher, history, count):
    """So many configs, none of which comes back in between."""
    found = []
    for _ in range(count):
        config = searcher.ask(len(history), history)
        history.add(Asked(len(history), config))
        found.append(config)
    return found
