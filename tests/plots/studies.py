"""Studies to draw."""

from functools import cache

from fitwright import Choice, Float, Int, Space, tune
from fitwright.stopping import Rule
from fitwright.study import Study


@cache
def branched() -> Study:
    """A study with branches, failures, and trials that were stopped."""

    def train(config):
        if config["model"] == "tree":
            if config["tree.depth"] == 1:
                raise RuntimeError("too shallow")
            loss = abs(config["tree.depth"] - 6) / 10
        else:
            loss = abs(config["net.rate"] - 0.01)
        for epoch in range(3):
            yield loss + 0.1 / (1 + epoch)

    trees = Space(depth=Int(1, 9), kind=Choice(["gini", "entropy"]))
    nets = Space(rate=Float(1e-4, 1, log=True))
    return tune(train, Space.one_of("model", {"tree": trees, "net": nets}), stopping="median", max_trials=40)


class Beyond(Rule):
    """Stops what has x above a bound after its first step."""

    def __init__(self, bound: float):
        self.bound = bound

    def judge(self, trial, history):
        return "stop" if trial.config["x"] > self.bound else "go"


@cache
def flattered(bound: float = 0.5) -> Study:
    """Trials above a bound are stopped at -9, those below end at 3 to 5, where y alone matters."""

    def train(config):
        yield -9.0 - config["x"]
        yield 4.0 + config["y"]

    space = Space(x=Float(0, 1), y=Float(-1, 1), z=Float(0, 1))
    return tune(train, space, search="random", stopping=Beyond(bound), max_trials=30)
