"""Small tables with something to learn in them, and the questions that are asked of them."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fitwright import tasks
from fitwright.core.blocks import MISSING, UNSEEN, Block, Codes, Dates, Numbers, Sparse, Texts
from fitwright.core.rows import Floats, Rows
from fitwright.core.table import Table
from fitwright.core.task import Task

BASIC = ("binary", "multiclass", "regression")
FORMS = ("numbers", "missing", "categories", "dates", "texts", "sparse", "mixed")
COLOURS, CITIES = ("blue", "green", "red"), tuple(f"city {i}" for i in range(40))


@dataclass(frozen=True)
class Case:
    """A table and what is asked of it."""

    name: str
    task: Task
    table: Table
    rows: Rows

    def at(self, index: NDArray[np.intp]) -> "Case":
        """The same case with fewer rows."""
        return Case(self.name, self.task, self.table.at(index), self.rows.at(index))

    def asked(self, rows: Rows) -> "Case":
        """The same table, other rows."""
        return Case(self.name, self.task, self.table, rows)

    def showing(self, table: Table) -> "Case":
        """The same rows, another table."""
        return Case(self.name, self.task, table, self.rows)

    def __len__(self) -> int:
        return len(self.table)


def case(kind: str, form: str = "numbers", count: int = 60, seed: int = 0) -> Case:
    """A table of this form (see FORMS) with answers for a task of this kind."""
    table, signal = table_of(form, count, seed)
    member = tasks.catalog.get(kind)
    labels = labels_of(member, signal)
    task = member.of(labels)
    return Case(f"{kind}, {form}", task, table, Rows(task.encode(labels)))


def cases(kinds: tuple[str, ...], forms: tuple[str, ...], count: int = 60, seed: int = 0) -> Iterator[Case]:
    """One of each."""
    return (case(kind, form, count, seed) for kind in kinds for form in forms)


def classes_of(member: type[Task]) -> int:
    """How many classes a target for this task has; 0 where it has numbers."""
    kinds = (member.kind, member.like)
    return 3 if "multiclass" in kinds else 2 if "binary" in kinds else 0


def labels_of(member: type[Task], signal: Floats) -> NDArray[np.int64] | Floats:
    """(rows,) a target that follows `signal`: classes of equal size, or numbers."""
    if count := classes_of(member):
        ranks = np.argsort(np.argsort(signal, kind="stable"), kind="stable")
        return ranks * count // max(len(signal), 1) + 1
    numbers: Floats = 10 + 3 * signal
    return numbers


def table_of(form: str, count: int, seed: int = 0) -> tuple[Table, Floats]:
    """A table of `count` rows, and (rows,) the signal that lies in its columns."""
    rng = np.random.default_rng([seed, FORMS.index(form)])
    signal = rng.normal(size=count)
    makers = {
        "numbers": [_numbers], "missing": [_holed], "categories": [_numbers, _codes],
        "dates": [_numbers, _dates], "texts": [_numbers, _texts], "sparse": [_numbers, _sparse],
        "mixed": [_holed, _codes, _dates, _texts, _sparse],
    }  # fmt: skip
    blocks = [make(signal, rng) for make in makers[form]]
    return Table.of(*blocks, roles={"yes": "boolean"}), signal


def content(table: Table) -> str:
    """All that a table says, as one word: names, roles, types and values, however its blocks are cut."""
    digest = hashlib.sha256()
    home = {name: block for block in table.blocks for name in block.names}
    for name, role in table.roles.items():
        block = home[name]
        digest.update(f"{name}|{role}|{type(block).__name__}|".encode())
        if isinstance(block, Codes):
            digest.update(repr(table.levels(name)).encode() + table.codes([name]).tobytes())
        elif isinstance(block, Texts):
            digest.update(repr(table.texts(name)).encode())
        else:
            values = table.dates([name]) if isinstance(block, Dates) else table.numbers([name])
            digest.update(values.tobytes())
    return digest.hexdigest()


def without_values(table: Table) -> Table:
    """The same columns with nothing in any row."""
    return _remade(table, np.nan, MISSING)


def with_strangers(table: Table) -> Table:
    """The same table with levels that the schema does not know."""
    return _remade(table, None, UNSEEN)


def holed(table: Table) -> Table:
    """The same table with every third number missing."""
    come: list[Block] = []
    for block in table.blocks:
        if isinstance(block, Numbers):
            values = block.values.copy(order="F")
            values[::3] = np.nan
            block = Numbers(block.names, values)
        come.append(block)
    return Table(tuple(come), table.roles)


def _remade(table: Table, number: float | None, code: int) -> Table:
    come: list[Block] = []
    for block in table.blocks:
        if isinstance(block, Codes):
            block = Codes(block.names, np.full_like(block.values, code), block.levels)
        elif number is not None:
            block = _emptied(block, number)
        come.append(block)
    return Table(tuple(come), table.roles)


def _emptied(block: Block, number: float) -> Block:
    if isinstance(block, Numbers):
        return Numbers(block.names, np.full_like(block.values, number))
    if isinstance(block, Dates):
        return Dates(block.names, np.full_like(block.values, "NaT"))
    if isinstance(block, Texts):
        return Texts.of(block.names[0], [None] * len(block))
    if isinstance(block, Sparse):
        empty = block.values.copy()
        empty.data[:] = number
        return Sparse(block.names, empty)
    return block


def _numbers(signal: Floats, rng: np.random.Generator) -> Block:
    """The signal with a little noise, two columns of noise, a boolean."""
    count = len(signal)
    noise = rng.normal(size=(count, 4))
    values = np.asfortranarray(np.column_stack([signal + 0.1 * noise[:, 0], noise[:, 1:]]))
    values[:, 3] = values[:, 3] > 0
    return Numbers(("size", "age", "weight", "yes"), values)


def _holed(signal: Floats, rng: np.random.Generator) -> Block:
    """As `_numbers` with holes, a constant column and an empty one."""
    block = _numbers(signal, rng)
    assert isinstance(block, Numbers)
    count = len(signal)
    values = np.asfortranarray(np.column_stack([block.values, np.full(count, 7.0), np.full(count, np.nan)]))
    values[rng.random(count) < 0.2, 1] = np.nan
    values[::5, 0] = np.nan
    return Numbers((*block.names, "constant", "empty"), values)


def _codes(signal: Floats, rng: np.random.Generator) -> Block:
    """Few levels that follow the signal, many that do not (some never come), one with holes, one alone."""
    count = len(signal)
    columns = [
        np.digitize(signal, [-0.4, 0.4]),
        np.minimum(rng.geometric(0.1, count), 38),
        np.where(rng.random(count) < 0.3, MISSING, rng.integers(0, 3, count)),
        np.zeros(count),
    ]
    values = np.asfortranarray(np.column_stack(columns).astype(np.int32))
    return Codes(
        ("colour", "city", "second colour", "country"), values, (COLOURS, CITIES, COLOURS, ("here",))
    )


def _dates(signal: Floats, rng: np.random.Generator) -> Block:
    """Days over three years, moments within a day; some missing."""
    count = len(signal)
    start = np.datetime64("2021-02-27T00:00:00", "us")
    values = np.empty((count, 2), "datetime64[us]", order="F")
    values[:, 0] = start + rng.integers(0, 1000, count).astype("timedelta64[D]")
    values[:, 1] = start + rng.integers(0, 86_400, count).astype("timedelta64[s]")
    values[::9, 0] = np.datetime64("NaT")
    return Dates(("day", "moment"), values)


def _texts(signal: Floats, rng: np.random.Generator) -> Block:
    """A few words, some of which follow the signal; missing, empty, and beyond ASCII."""
    words = np.array(["red", "Green", "naïve", "12", "日本", "é t", "quick", "slow"])
    lines: list[str | None] = []
    for value in signal:
        noise = words[rng.integers(0, len(words), rng.integers(0, 6))]
        lines.append(" ".join([*noise, *(["good"] if value > 0 else [])]))
    lines[::8] = [None] * len(lines[::8])
    return Texts.of("note", lines)


def _sparse(signal: Floats, rng: np.random.Generator) -> Block:
    """Mostly zeros; the first column follows the signal, the last has nothing."""
    from scipy.sparse import csr_matrix

    count = len(signal)
    values = rng.normal(size=(count, 5)) * (rng.random((count, 5)) < 0.2)
    values[:, 0] = np.where(signal > 0.3, signal, 0.0)
    values[:, 4] = 0.0
    return Sparse(tuple(f"word {i}" for i in range(5)), csr_matrix(values))
