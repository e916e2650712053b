"""Steps, then a model: one candidate, as it is fitted and as it predicts."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np

from fitwright import features, models
from fitwright.core.errors import SettingError
from fitwright.core.fitted import State
from fitwright.core.rows import Floats, Rows
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.core.trial import Config
from fitwright.features import OwnStep, Step
from fitwright.models import Model, Own
from fitwright.space import Choice, Space, part

Settings = dict[str, Any]


@dataclass(frozen=True)
class Recipe:
    """What a config says: which steps, which model, with which settings.

    A config is flat: {"model": "knn", "knn.steps": ["impute_median", "standard"], "knn.neighbours": 7,
    "knn.impute_median.indicators": False}.
    """

    model: str
    settings: Settings
    steps: tuple[tuple[str, Settings], ...]

    @classmethod
    def of(cls, config: Config) -> Self:
        """Read a config."""
        name = str(config["model"])
        inner = part(config, name)
        chain = tuple(inner.pop("steps", ()))
        steps = tuple((step, part(inner, step)) for step in chain)
        settings = {key: value for key, value in inner.items() if "." not in key}
        return cls(name, settings, steps)

    @property
    def chain_key(self) -> str:
        """The same for configs with equal steps, whose models read texts or do not."""
        return json.dumps([self.steps, self.reads_text], sort_keys=True)

    @property
    def reads_text(self) -> bool:
        """Does the model take texts as they are?"""
        return self.model in models.catalog.names() and models.catalog.get(self.model).takes.text


@dataclass
class Chain:
    """Steps in order, fitted one on what the one before made.

    Dates end here: steps read them and leave them for other steps, and no model takes them.  So do texts that
    no step turned into numbers, unless the model reads them.
    """

    steps: list[tuple[str, Step]] = field(default_factory=list)
    keeps_text: bool = False

    @classmethod
    def build(cls, recipe: Recipe, own: Mapping[str, OwnStep] | None = None) -> Self:
        """Fresh steps; `own` holds the user's transformers, by name."""
        known = own or {}
        steps = [
            (name, known[name].fresh() if name in known else features.catalog.make(name, **given))
            for name, given in recipe.steps
        ]
        return cls(steps, recipe.reads_text)

    def fit_transform(self, table: Table, rows: Rows, task: Task, seed: int) -> tuple[Table, Rows]:
        """Learn from these rows; what they become, and their weights."""
        for _, step in self.steps:
            rows_then = step.reweigh(table, rows, task, seed)
            table, rows = step.fit_transform(table, rows, task, seed), rows_then
        return self._for_models(table), rows

    def transform(self, table: Table) -> Table:
        """What other rows become."""
        for _, step in self.steps:
            table = step.transform(table)
        return self._for_models(table)

    def state(self) -> State:
        """Plain values and arrays."""
        steps = [[name, step.state()] for name, step in self.steps]
        return {"steps": steps, "keeps_text": self.keeps_text}

    @classmethod
    def from_state(cls, state: State, *, allow_pickle: bool = False) -> Self:
        """The chain that `state` describes; a user's own transformer in it is a pickle."""
        steps = [(name, features.restore(name, s, allow_pickle=allow_pickle)) for name, s in state["steps"]]
        return cls(steps, state["keeps_text"])

    def _for_models(self, table: Table) -> Table:
        """Without dates, and without texts that nobody reads."""
        gone = table.having("date") if self.keeps_text else table.having("date", "text")
        return table.keep([name for name in table.names if name not in gone]) if gone else table


@dataclass
class Pipeline:
    """A fitted chain and a fitted model; several pipelines may share a chain."""

    chain: Chain
    name: str
    model: Model

    @property
    def pickled(self) -> bool:
        """Is a part of it the user's own?"""
        return self.model.pickled or any(step.pickled for _, step in self.chain.steps)

    def predict(self, table: Table) -> Floats:
        """(rows, outputs) from a table as the schema gives it."""
        return self.model.predict(self.chain.transform(table))


Bags = list[list[Pipeline]]
"""For each member of an ensemble its pipelines, whose predictions are averaged."""


def foretell(bags: Sequence[Sequence[Pipeline]], table: Table, task: Task) -> Floats:
    """(members, rows, outputs): the mean of each bag; a chain that several pipelines share runs once."""
    encoded: dict[object, Table] = {}
    said = []
    for pipeline in (pipeline for bag in bags for pipeline in bag):
        chain = pipeline.chain
        key = id(chain) if chain.steps else chain.keeps_text
        if key not in encoded:
            encoded[key] = chain.transform(table)
        said.append(pipeline.model.predict(encoded[key]))
    tidy = task.tidy(np.concatenate(said))  # row by row, so all at once
    tidy = tidy.reshape(len(said), len(table), tidy.shape[-1])
    ends = np.cumsum([len(bag) for bag in bags])
    return np.stack([tidy[end - len(bag) : end].mean(axis=0) for bag, end in zip(bags, ends, strict=True)])


def take_apart(bags: Bags) -> tuple[list[list[State]], dict[str, State], dict[str, str]]:
    """Bags as names of parts, the parts by name, and by part what it holds of single rows.

    Chains that several pipelines share are one part.
    """
    chains: dict[int, str] = {}
    parts: dict[str, State] = {}
    inside: dict[str, str] = {}

    def chain_of(pipeline: Pipeline) -> str:
        key = id(pipeline.chain)
        if key not in chains:
            chains[key] = name = f"chain-{len(chains)}"
            parts[name] = pipeline.chain.state()
            inside[name] = "; ".join(held for _, step in pipeline.chain.steps if (held := step.holds()))
        return chains[key]

    def model_of(pipeline: Pipeline) -> str:
        name = f"model-{len(parts) - len(chains)}"
        parts[name] = {"name": pipeline.name, "state": pipeline.model.state()}
        inside[name] = pipeline.model.holds()
        return name

    named = [[{"chain": chain_of(one), "model": model_of(one)} for one in bag] for bag in bags]
    return named, parts, {name: held for name, held in inside.items() if held}


def put_together(named: Sequence[Sequence[State]], parts: Mapping[str, State], *, allow_pickle: bool) -> Bags:
    """The bags that `take_apart` took apart.

    Raises
    ------
    Unsupported
        A model or a step is the user's own, whose state is a pickle, and that was not allowed.
    """
    names = {member["chain"] for bag in named for member in bag}
    chains = {name: Chain.from_state(parts[name], allow_pickle=allow_pickle) for name in sorted(names)}

    def pipeline(member: State) -> Pipeline:
        kept = parts[member["model"]]
        model = models.restore(kept["name"], kept["state"], allow_pickle=allow_pickle)
        return Pipeline(chains[member["chain"]], kept["name"], model)

    return [[pipeline(member) for member in bag] for bag in named]


def build_model(recipe: Recipe, own: Mapping[str, Own]) -> Model:
    """A fresh model; `own` holds the user's, by name."""
    if recipe.model in own:
        return own[recipe.model].with_settings(recipe.settings)
    return models.catalog.make(recipe.model, **recipe.settings)


def pipeline_space(
    name: str, inner: Space, chains: Iterable[tuple[str, ...]], task: Task, given: Mapping[str, Any] | Space
) -> Space:
    """The space of one family: its chains of steps, their settings, its own, and the user's over all.

    Where the user gives "steps" as a choice between lists of names, those are the chains.
    """
    words = dict(given.domains if isinstance(given, Space) else given)
    said = words.get("steps")
    options = [list(chain) for chain in (said.options if isinstance(said, Choice) else chains)]
    there = set(features.catalog.names())
    steps = {step for chain in options for step in chain}
    known = {step: features.catalog.get(step).space(task) for step in sorted(steps & there)}
    below = {
        f"{step}.{key}": domain for step, space in known.items() for key, domain in space.domains.items()
    }
    whole = Space({"steps": Choice(tuple(options)), **below, **inner.domains})
    settable = {
        *whole.domains,
        *(models.catalog.get(name).settings() if name in models.catalog.names() else words),
    }
    if strange := [key for key in words if key not in settable]:
        has = ", ".join(sorted(settable))
        raise SettingError(f"Expected names of {name!r} in space: {has}; got {', '.join(strange)}.")
    return whole.with_(words)
