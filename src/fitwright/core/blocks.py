"""Typed blocks of columns: the shapes in which a table's bytes lie in memory and in files."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from fitwright.core.rows import Floats, Index

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

MISSING = -1
"""The code of a missing category."""
UNSEEN = -2
"""The code of a category that the schema does not know; further below 0 where its name was kept."""

Plain = dict[str, Any]


class Block(ABC):
    """Columns of one type, with equally many rows."""

    role: ClassVar[str]
    """What the columns are for, unless a table says otherwise."""
    names: tuple[str, ...]

    @abstractmethod
    def __len__(self) -> int:
        """Number of rows."""

    @abstractmethod
    def take(self, index: Index) -> Self:
        """The rows at `index`, in that order, copied."""

    @abstractmethod
    def pick(self, names: tuple[str, ...]) -> Self:
        """Only these columns, in this order."""

    @abstractmethod
    def above(self, other: Self) -> Self:
        """These rows, then the other's, of the same columns."""

    @abstractmethod
    def parts(self) -> tuple[Plain, dict[str, NDArray[Any]]]:
        """What `build` needs: plain values and arrays."""

    @classmethod
    @abstractmethod
    def build(cls, plain: Plain, arrays: dict[str, NDArray[Any]]) -> Self:
        """The block that `parts` took apart; arrays may be mapped from a file."""

    def where(self, names: tuple[str, ...]) -> list[int]:
        """Positions of these columns in the block."""
        place = {name: i for i, name in enumerate(self.names)}
        return [place[name] for name in names]


@dataclass(frozen=True)
class Numbers(Block):
    """Numbers and booleans, NaN where missing: (rows, columns), one column after the other in memory."""

    names: tuple[str, ...]
    values: Floats
    role: ClassVar[str] = "number"

    def __len__(self) -> int:
        return len(self.values)

    def take(self, index: Index) -> Self:
        return type(self)(self.names, _rows(self.values, index))

    def pick(self, names: tuple[str, ...]) -> Self:
        return self if names == self.names else type(self)(names, self.values[:, self.where(names)])

    def above(self, other: Self) -> Self:
        return type(self)(self.names, _stacked(self.values, other.values))

    def parts(self) -> tuple[Plain, dict[str, NDArray[Any]]]:
        return {"names": list(self.names)}, {"values": self.values}

    @classmethod
    def build(cls, plain: Plain, arrays: dict[str, NDArray[Any]]) -> Self:
        return cls(tuple(plain["names"]), arrays["values"])


@dataclass(frozen=True)
class Codes(Block):
    """Categories as positions in `levels`, MISSING or UNSEEN below 0: (rows, columns) int32.

    A code below UNSEEN says which of the `strangers` a row holds: UNSEEN - 1 the first, UNSEEN - 2 the next.
    """

    names: tuple[str, ...]
    values: NDArray[np.int32]
    levels: tuple[tuple[str, ...], ...]
    strangers: tuple[tuple[str, ...], ...] = ()
    """For each column the names of levels that the schema does not know; nothing where none were kept."""
    role: ClassVar[str] = "category"

    def __len__(self) -> int:
        return len(self.values)

    def take(self, index: Index) -> Self:
        return type(self)(self.names, _rows(self.values, index), self.levels, self.strangers)

    def pick(self, names: tuple[str, ...]) -> Self:
        if names == self.names:
            return self
        at = self.where(names)
        strangers = tuple(self.strangers[i] for i in at) if self.strangers else ()
        return type(self)(names, self.values[:, at], tuple(self.levels[i] for i in at), strangers)

    def above(self, other: Self) -> Self:
        if not other.strangers:
            return type(self)(self.names, _stacked(self.values, other.values), self.levels, self.strangers)
        ours = self.strangers or ((),) * len(self.names)
        after = np.array([len(words) for words in ours], np.int32)  # (columns,)
        theirs = np.where(other.values < UNSEEN, other.values - after, other.values)
        strangers = tuple(a + b for a, b in zip(ours, other.strangers, strict=True))
        return type(self)(self.names, _stacked(self.values, theirs), self.levels, strangers)

    def parts(self) -> tuple[Plain, dict[str, NDArray[Any]]]:
        plain = {"names": list(self.names), "levels": [list(levels) for levels in self.levels]}
        if self.strangers:
            plain["strangers"] = [list(words) for words in self.strangers]
        return plain, {"values": self.values}

    @classmethod
    def build(cls, plain: Plain, arrays: dict[str, NDArray[Any]]) -> Self:
        levels, strangers = (
            tuple(tuple(words) for words in plain.get(key, ())) for key in ("levels", "strangers")
        )
        return cls(tuple(plain["names"]), arrays["values"], levels, strangers)


@dataclass(frozen=True)
class Dates(Block):
    """Moments as datetime64[us] in UTC, NaT where missing: (rows, columns)."""

    names: tuple[str, ...]
    values: NDArray[np.datetime64]
    role: ClassVar[str] = "date"

    def __len__(self) -> int:
        return len(self.values)

    def take(self, index: Index) -> Self:
        return type(self)(self.names, _rows(self.values, index))

    def pick(self, names: tuple[str, ...]) -> Self:
        return type(self)(names, self.values[:, self.where(names)])

    def above(self, other: Self) -> Self:
        return type(self)(self.names, _stacked(self.values, other.values))

    def parts(self) -> tuple[Plain, dict[str, NDArray[Any]]]:
        return {"names": list(self.names)}, {"values": self.values.view(np.int64)}

    @classmethod
    def build(cls, plain: Plain, arrays: dict[str, NDArray[Any]]) -> Self:
        return cls(tuple(plain["names"]), arrays["values"].view("datetime64[us]"))


@dataclass(frozen=True)
class Texts(Block):
    """One column of free text: UTF-8 bytes end to end, where each row begins, and which rows are missing."""

    names: tuple[str, ...]
    data: NDArray[np.uint8]
    starts: NDArray[np.int64]
    """(rows + 1,) offsets into `data`."""
    missing: NDArray[np.bool_]
    role: ClassVar[str] = "text"

    @classmethod
    def of(cls, name: str, values: "list[str | None]") -> Self:
        """A column from Python text; None is missing."""
        encoded = [b"" if value is None else value.encode("utf-8", "replace") for value in values]
        lengths = np.fromiter(map(len, encoded), np.int64, len(encoded))
        starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
        data = np.frombuffer(b"".join(encoded), np.uint8)
        return cls((name,), data, starts, np.array([value is None for value in values], bool))

    def __len__(self) -> int:
        return len(self.missing)

    def take(self, index: Index) -> Self:
        lengths = np.diff(self.starts)[index]
        starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
        shift = np.repeat(
            self.starts[:-1][index] - starts[:-1], lengths
        )  # (bytes,) where each byte comes from
        data = self.data[np.arange(starts[-1]) + shift]
        return type(self)(self.names, data, starts, self.missing[index])

    def pick(self, names: tuple[str, ...]) -> Self:
        return self

    def strings(self) -> list[str | None]:
        """The rows as Python text."""
        whole, starts = self.data.tobytes(), self.starts.tolist()
        return [
            None if gone else whole[starts[i] : starts[i + 1]].decode("utf-8")
            for i, gone in enumerate(self.missing.tolist())
        ]

    def above(self, other: Self) -> Self:
        data = np.concatenate([self.data, other.data])
        starts = np.concatenate([self.starts, self.starts[-1] + other.starts[1:]])
        return type(self)(self.names, data, starts, np.concatenate([self.missing, other.missing]))

    def parts(self) -> tuple[Plain, dict[str, NDArray[Any]]]:
        arrays: dict[str, NDArray[Any]] = {"data": self.data, "starts": self.starts, "missing": self.missing}
        return {"names": list(self.names)}, arrays

    @classmethod
    def build(cls, plain: Plain, arrays: dict[str, NDArray[Any]]) -> Self:
        return cls(tuple(plain["names"]), arrays["data"], arrays["starts"], arrays["missing"])


@dataclass(frozen=True)
class Sparse(Block):
    """Numbers that are mostly 0, as a SciPy CSR matrix: (rows, columns)."""

    names: tuple[str, ...]
    values: "csr_matrix[np.float64]"
    role: ClassVar[str] = "number"

    def __len__(self) -> int:
        return int(self.values.shape[0])

    def take(self, index: Index) -> Self:
        return type(self)(self.names, self.values[index])

    def pick(self, names: tuple[str, ...]) -> Self:
        return self if names == self.names else type(self)(names, self.values[:, self.where(names)])

    def above(self, other: Self) -> Self:
        from scipy.sparse import vstack

        return type(self)(self.names, vstack([self.values, other.values], format="csr"))

    def parts(self) -> tuple[Plain, dict[str, NDArray[Any]]]:
        csr: Any = self.values
        arrays: dict[str, NDArray[Any]] = {"data": csr.data, "indices": csr.indices, "indptr": csr.indptr}
        return {"names": list(self.names)}, arrays

    @classmethod
    def build(cls, plain: Plain, arrays: dict[str, NDArray[Any]]) -> Self:
        from scipy.sparse import csr_matrix

        names, shape = tuple(plain["names"]), (len(arrays["indptr"]) - 1, len(plain["names"]))
        return cls(names, csr_matrix((arrays["data"], arrays["indices"], arrays["indptr"]), shape=shape))


@dataclass(frozen=True)
class Raw(Block):
    """One column as the user gave it (a target, weights, groups): any NumPy type but objects."""

    names: tuple[str, ...]
    values: NDArray[Any]
    role: ClassVar[str] = "target"

    def __len__(self) -> int:
        return len(self.values)

    def take(self, index: Index) -> Self:
        return type(self)(self.names, self.values[index])

    def pick(self, names: tuple[str, ...]) -> Self:
        return self

    def above(self, other: Self) -> Self:
        return type(self)(self.names, np.concatenate([self.values, other.values]))

    def parts(self) -> tuple[Plain, dict[str, NDArray[Any]]]:
        return {"names": list(self.names)}, {"values": self.values}

    @classmethod
    def build(cls, plain: Plain, arrays: dict[str, NDArray[Any]]) -> Self:
        return cls(tuple(plain["names"]), arrays["values"])


KINDS: tuple[type[Block], ...] = (Numbers, Codes, Dates, Texts, Sparse, Raw)


def _rows(values: NDArray[Any], index: Index) -> NDArray[Any]:
    """values[index] with columns still contiguous."""
    taken = np.empty((len(index), values.shape[1]), values.dtype, order="F")
    for column in range(values.shape[1]):
        np.take(values[:, column], index, out=taken[:, column])
    return taken


def _stacked(above: NDArray[Any], below: NDArray[Any]) -> NDArray[Any]:
    """Rows of both, with columns contiguous."""
    return np.asfortranarray(np.concatenate([above, below]))
