"""Small tables of every kind, and the few words that steps are fitted with."""

from typing import Any, ClassVar, Self

import numpy as np
from scipy.sparse import csr_matrix

from fitwright.core.blocks import Block, Codes, Dates, Numbers, Sparse, Texts
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.core.task import Task


class Toy(Task):
    """A task that only says how many outputs it has and whether they are classes."""

    kind: ClassVar[str] = "toy"
    metric: ClassVar[str] = "rmse"

    def __init__(self, outputs: tuple[Any, ...] = (0,), kind: str = "regression"):
        self.outputs = outputs
        self.sort = kind

    @property
    def kinds(self) -> tuple[str, ...]:
        return (self.sort,)

    @classmethod
    def fits(cls, y: Any) -> bool:
        return False

    @classmethod
    def of(cls, y: Any) -> Self:
        return cls()

    def encode(self, y: Any) -> Any:
        return y

    def decode(self, answers: Any) -> Any:
        return answers

    def state(self) -> dict[str, Any]:
        return {}

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> Self:
        return cls()


REGRESSION = Toy()
BINARY = Toy((0, 1), "binary")
MULTICLASS = Toy((0, 1, 2), "multiclass")


def numbers(rows: int, seed: int = 0) -> Numbers:
    """Plain, with holes, with infinite values, constant, empty, a boolean, enormous."""
    rng = np.random.default_rng(seed)
    values = np.asfortranarray(rng.normal(size=(rows, 7)))
    values[rng.random(rows) < 0.3, 1] = np.nan
    values[::7, 2], values[1::7, 2] = np.inf, -np.inf
    values[:, 3], values[:, 4] = 5.1, np.nan
    values[:, 5] = values[:, 5] > 0
    values[:, 6] *= 1e200
    return Numbers(("plain", "holed", "infinite", "constant", "empty", "flag", "huge"), values)


def codes(rows: int, seed: int = 0) -> Codes:
    """Few levels, many, none at all, one, and levels that never come."""
    rng = np.random.default_rng(seed)
    few = rng.integers(-1, 3, rows)
    many = np.minimum(rng.geometric(0.1, rows), 39)
    columns = [few, many, np.full(rows, -1), np.zeros(rows), rng.integers(0, 2, rows)]
    levels = (
        ("b", "a", "c"),
        tuple(f"level {i}" for i in range(40)),
        (),
        ("only",),
        ("yes", "no", "never"),
    )
    values = np.array(columns, np.int32).T.reshape(rows, 5).copy(order="F")
    return Codes(("few", "many", "none", "only", "answer"), values, levels)


def dates(rows: int, seed: int = 0) -> Dates:
    """Days over three years, moments in one day, nothing at all."""
    rng = np.random.default_rng(seed)
    start = np.datetime64("2019-11-03T00:00:00", "us")
    values = np.empty((rows, 3), "datetime64[us]", order="F")
    values[:, 0] = start + rng.integers(0, 1000, rows).astype("timedelta64[D]")
    values[:, 1] = start + rng.integers(0, 86_400, rows).astype("timedelta64[s]")
    values[::9, 0] = values[:, 2] = np.datetime64("NaT")
    return Dates(("day", "moment", "nowhen"), values)


def texts(rows: int, seed: int = 0) -> Texts:
    """Words, some rows missing, some empty, some beyond ASCII."""
    rng = np.random.default_rng(seed)
    words = np.array(["red", "Green", "blue!", "Äpfel", "naïve", "x1", "12", "\x00", "日本", "été"])
    rows_of: list[str | None] = [
        " ".join(words[rng.integers(0, 10, rng.integers(0, 9))]) for _ in range(rows)
    ]
    rows_of[::8] = [None] * len(rows_of[::8])
    return Texts.of("note", rows_of)


def sparse(rows: int, seed: int = 0) -> Sparse:
    """Few entries, one of them missing; the last column has none."""
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(rows, 6)) * (rng.random((rows, 6)) < 0.2)
    values[:, 5] = 0
    values[:1, 0] = np.nan
    return Sparse(tuple(f"s{i}" for i in range(6)), csr_matrix(values))


def mixed(rows: int, seed: int = 0) -> Table:
    """Blocks of every type in one table."""
    made: list[Block] = [make(rows, seed) for make in (numbers, codes, dates, texts, sparse)]
    return Table.of(*made, roles={"flag": "boolean"})


KINDS = {
    "numbers": lambda rows, seed=0: Table.of(numbers(rows, seed), roles={"flag": "boolean"}),
    "codes": lambda rows, seed=0: Table.of(codes(rows, seed)),
    "dates": lambda rows, seed=0: Table.of(dates(rows, seed)),
    "texts": lambda rows, seed=0: Table.of(texts(rows, seed)),
    "sparse": lambda rows, seed=0: Table.of(sparse(rows, seed)),
    "mixed": mixed,
}


def asked(task: Task, rows: int, seed: int = 0) -> Rows:
    """Answers that fit the task."""
    rng = np.random.default_rng(seed)
    y = rng.integers(0, len(task.outputs), rows) if task.classifies else rng.normal(size=rows)
    return Rows(y=y)


def same(one: Table, other: Table) -> bool:
    """Same columns in the same order with the same roles and the same bits?"""
    if dict(one.roles) != dict(other.roles) or list(one.roles) != list(other.roles):
        return False
    return all(_bits(one, name) == _bits(other, name) for name in one.names)


def _bits(table: Table, name: str) -> Any:
    (block,) = (b for b in table.keep([name]).blocks)
    if isinstance(block, Codes):
        return table.levels(name), table.codes([name]).tobytes()
    if isinstance(block, Dates):
        return table.dates([name]).tobytes()
    if isinstance(block, Texts):
        return table.texts(name)
    return table.numbers([name]).tobytes()
