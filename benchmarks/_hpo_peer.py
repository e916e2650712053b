"""Runs another search library behind lines of JSON; started with that library's own python.

    PEERS/smac/bin/python _hpo_peer.py

The first line says which searcher, the space, the seed and the configs to begin with; then `{"ask": true}`
gets `{"config": …}`, and `{"losses": [0.3]}` says what it came to.  A value is a place from 0 to 1, a whole
number, or the number of an option; `when` lists (name, values) that open a name.
"""

import importlib
import json
import os
import random
import sys
from collections.abc import Callable, Generator, Mapping, Sequence
from typing import Any, NamedTuple

Values = dict[str, Any]
Search = Generator[dict[str, Any], list[float], None]
"""Yields {"config": values} and is sent the losses."""
MOST = 100_000
"""Trials; the other side says when it is enough."""


class Job(NamedTuple):
    """What is asked of a library."""

    space: Sequence[Mapping[str, Any]]
    seed: int
    first: Sequence[Values]
    least: float
    most: float
    losses: int = 1


def smac(job: Job) -> Search:
    """SMAC's facade for hyperparameters: a random forest as surrogate."""
    yield from _smac(job, "HyperparameterOptimizationFacade", {})


def smac_fidelity(job: Job) -> Search:
    """SMAC's facade for several fidelities: Hyperband with a random forest."""
    yield from _smac(job, "MultiFidelityFacade", {"min_budget": job.least, "max_budget": job.most})


def _smac(job: Job, word: str, budgets: dict[str, float]) -> Search:
    package = importlib.import_module("smac")
    spaces = importlib.import_module("ConfigSpace")
    value = importlib.import_module("smac.runhistory.dataclasses").TrialValue
    space = _config_space(spaces, job)
    names = [f"loss{place}" for place in range(job.losses)]
    scenario = package.Scenario(
        space, deterministic=True, n_trials=MOST, seed=job.seed, objectives=names, **budgets
    )
    facade = getattr(package, word)
    given: dict[str, Any] = {}
    if job.losses > 1:
        given["multi_objective_algorithm"] = importlib.import_module("smac.multi_objective").ParEGO(scenario)
    if job.first:
        started = [_configuration(spaces, space, job, values) for values in job.first]
        given["initial_design"] = facade.get_initial_design(scenario, n_configs=0, additional_configs=started)
    else:
        given["initial_design"] = facade.get_initial_design(scenario, n_configs=10)
    if budgets:
        given["intensifier"] = facade.get_intensifier(scenario, eta=3)
    search = facade(
        scenario, lambda config, seed=0, budget=0.0: 0.0, overwrite=True, logging_level=40, **given
    )
    while True:
        asked = search.ask()
        told: dict[str, Any] = {"config": {**_any(job), **dict(asked.config)}}
        if budgets:
            told["until"] = float(asked.budget)
        losses = yield told
        search.tell(asked, value(cost=losses if job.losses > 1 else losses[0], time=0.1))


def _config_space(spaces: Any, job: Job) -> Any:
    kinds: Mapping[str, Callable[[Any], Any]] = {
        "choice": lambda e: spaces.Categorical(e["name"], list(range(e["count"]))),
        "int": lambda e: spaces.Integer(e["name"], (e["low"], e["high"])),
        "place": lambda e: spaces.Float(e["name"], (0.0, 1.0)),
    }
    space = spaces.ConfigurationSpace(seed=job.seed)
    made = {entry["name"]: kinds[entry["kind"]](entry) for entry in job.space}
    space.add(list(made.values()))
    for entry in job.space:
        tests = [
            spaces.InCondition(made[entry["name"]], made[name], values) for name, values in entry["when"]
        ]
        if tests:
            space.add([tests[0] if len(tests) == 1 else spaces.AndConjunction(*tests)])
    return space


def _configuration(spaces: Any, space: Any, job: Job, values: Values) -> Any:
    return spaces.Configuration(space, values={name: values[name] for name in _open(job, values)})


def hebo(job: Job) -> Search:
    """HEBO: a warped Gaussian process, several acquisitions."""
    numpy, pandas = importlib.import_module("numpy"), importlib.import_module("pandas")
    importlib.import_module("torch").manual_seed(job.seed)
    numpy.random.seed(job.seed)
    kinds: Mapping[str, Callable[[Any], Any]] = {
        "choice": lambda e: {"type": "cat", "categories": [str(i) for i in range(e["count"])]},
        "int": lambda e: {"type": "int", "lb": e["low"], "ub": e["high"]},
        "place": lambda e: {"type": "num", "lb": 0.0, "ub": 1.0},
    }
    designs = importlib.import_module("hebo.design_space.design_space")
    space = designs.DesignSpace().parse([{"name": e["name"], **kinds[e["kind"]](e)} for e in job.space])
    search = importlib.import_module("hebo.optimizers.hebo").HEBO(space, scramble_seed=job.seed)
    words = {entry["name"] for entry in job.space if entry["kind"] == "choice"}
    for values in job.first:
        row = {**_any(job), **values}
        asked = pandas.DataFrame([{name: str(v) if name in words else v for name, v in row.items()}])
        losses = yield {"config": row}
        search.observe(asked, numpy.array([losses]))
    while True:
        asked = search.suggest(n_suggestions=1)
        losses = yield {"config": {name: float(value) for name, value in asked.iloc[0].items()}}
        search.observe(asked, numpy.array([losses]))


def flaml_cfo(job: Job) -> Search:
    """FLAML's local search from a cheap point; none is known here, so from the middle."""
    yield from _flaml(job, "CFO")


def flaml_blend(job: Job) -> Search:
    """FLAML's local searches under a global one."""
    yield from _flaml(job, "BlendSearch")


def _flaml(job: Job, word: str) -> Search:
    tune = importlib.import_module("flaml.tune")
    kinds: Mapping[str, Callable[[Any], Any]] = {
        "choice": lambda e: tune.choice(list(range(e["count"]))),
        "int": lambda e: tune.randint(e["low"], e["high"] + 1),
        "place": lambda e: tune.uniform(0.0, 1.0),
    }
    space = {entry["name"]: kinds[entry["kind"]](entry) for entry in job.space}
    starts = [{**_any(job), **values} for values in job.first]
    search = getattr(importlib.import_module("flaml"), word)(
        metric="loss", mode="min", space=space, seed=job.seed, points_to_evaluate=starts or None
    )
    if hasattr(search, "set_search_properties"):
        search.set_search_properties(metric="loss", mode="min", config=space)
    number = 0
    while True:
        config = search.suggest(str(number))
        if config is None:
            number += 1
            continue
        [loss] = yield {"config": {name: float(value) for name, value in config.items()}}
        search.on_trial_complete(
            str(number), {"loss": loss, "config": config, "time_total_s": 1.0, "training_iteration": 1}
        )
        number += 1


def optuna_gp(job: Job) -> Search:
    """Optuna's Gaussian process; what is not open is not suggested."""
    optuna = importlib.import_module("optuna")
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    sampler = optuna.samplers.GPSampler(seed=job.seed)
    study = optuna.create_study(sampler=sampler, directions=["minimize"] * job.losses)
    kinds: Mapping[str, Callable[[Any, Any], Any]] = {
        "choice": lambda trial, e: trial.suggest_categorical(e["name"], list(range(e["count"]))),
        "int": lambda trial, e: trial.suggest_int(e["name"], e["low"], e["high"]),
        "place": lambda trial, e: trial.suggest_float(e["name"], 0.0, 1.0),
    }
    for values in job.first:
        study.enqueue_trial(values)
    while True:
        trial, found = study.ask(), dict[str, Any]()
        for entry in job.space:
            if all(found.get(name) in values for name, values in entry["when"]):
                found[entry["name"]] = kinds[entry["kind"]](trial, entry)
        losses = yield {"config": found}
        study.tell(trial, losses)


def _any(job: Job) -> Values:
    """A value for each name: for those that a library leaves out, or asks for though they are closed."""
    return {entry["name"]: entry.get("low", 0 if entry["kind"] == "choice" else 0.5) for entry in job.space}


def _open(job: Job, values: Values) -> list[str]:
    """Names that these values open."""
    found: list[str] = []
    for entry in job.space:
        if all(name in found and values[name] in meant for name, meant in entry["when"]):
            found.append(entry["name"])
    return found


SEARCHERS: Mapping[str, Callable[[Job], Search]] = {
    "smac": smac,
    "smac_fidelity": smac_fidelity,
    "hebo": hebo,
    "flaml_cfo": flaml_cfo,
    "flaml_blend": flaml_blend,
    "optuna_gp": optuna_gp,
}


def main() -> None:
    """Answer until the other side goes."""
    with _answers() as answers:
        given = json.loads(sys.stdin.readline())
        random.seed(given["seed"])
        ends = given.get("least", 1.0), given.get("most", 1.0)
        job = Job(given["space"], given["seed"], given["first"], *ends, given.get("losses", 1))
        search = SEARCHERS[given["searcher"]](job)
        losses: Any = None
        for line in sys.stdin:
            told = json.loads(line)
            if "losses" in told:
                losses = told["losses"]
                continue
            answers.write(json.dumps(search.send(losses), default=float) + "\n")
            answers.flush()


def _answers() -> Any:
    """Where answers go; whatever else is printed goes to the log."""
    kept = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    return kept


if __name__ == "__main__":
    main()
