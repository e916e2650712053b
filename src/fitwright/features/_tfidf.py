"""How often pieces stand in texts, weighed (TF-IDF), and the strongest directions of that (LSA)."""

from typing import Any

import numpy as np

from fitwright.core.fitted import State
from fitwright.core.rows import Floats, Index
from fitwright.features._condense import directions
from fitwright.features._tokens import Marks


def learn(
    marks: Marks,
    row: Index,
    rows: int,
    limits: tuple[int, int, int],
    seed: int,
    weights: Floats | None = None,
) -> State:
    """The pieces that count, (pieces,) rising, their idf, (pieces,), and directions, (pieces, dimensions).

    Parameters
    ----------
    marks, row : (pieces,) the number of each piece, and the text it stands in.
    rows : how many texts there are.
    limits : texts a piece must be in (where none is: 1), pieces at most, and dimensions at most.
    weights : (rows,) what each text counts for in the directions; None is 1.
    """
    least, most, dimensions = limits
    words, at = np.unique(marks, return_inverse=True)
    counts = _table(row, at, (rows, len(words)))
    rows_with = np.bincount(counts.indices, minlength=len(words))
    often = np.flatnonzero(rows_with >= least)
    often = often if len(often) else np.arange(len(words))
    often = np.sort(often[np.argsort(-rows_with[often], kind="stable")[:most]])
    idf = np.log((1 + rows) / (1 + rows_with[often])) + 1
    weighed = _weigh(counts[:, often], idf)
    if weights is not None:
        weighed.data *= np.sqrt(np.repeat(weights, np.diff(weighed.indptr)))
    return {"words": words[often], "idf": idf, "directions": directions(weighed, dimensions, seed)}


def place(marks: Marks, row: Index, rows: int, learned: State) -> Floats:
    """(rows, dimensions) where texts lie, known by their pieces as in `learn`; 0 without a known piece."""
    words: Marks = learned["words"]
    at = np.searchsorted(words, marks)
    known = at < len(words)
    known[known] = words[at[known]] == marks[known]
    counts = _table(row[known], at[known], (rows, len(words)))
    placed: Floats = _weigh(counts, learned["idf"]) @ learned["directions"]
    return placed


def _table(row: Index, at: Index, shape: tuple[int, int]) -> Any:
    """(rows, pieces) how often each row has each piece, as CSR."""
    from scipy.sparse import coo_matrix

    return coo_matrix((np.ones(len(at)), (row, at)), shape=shape).tocsr()  # adds up what comes twice


def _weigh(counts: Any, idf: Floats) -> Any:
    """TF-IDF of counts, (rows, pieces), each row of length 1."""
    weighed = (1 + np.log(counts.data)) * idf[counts.indices]
    row = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    length = np.sqrt(np.bincount(row, weighed * weighed, counts.shape[0]))
    counts.data = weighed / length[row]
    return counts
