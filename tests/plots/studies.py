"""Studies to draw."""

from functools import cache

from fitwright import Choice, Float, Int, Space, tune
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
