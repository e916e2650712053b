"""What a table holds, as one short word: two tables have the same only if they are equal."""

import hashlib
import json

import numpy as np

from fitwright.core.rows import Rows
from fitwright.core.table import Table


def fingerprint(table: Table) -> str:
    """The sha256 of a table's columns, roles and rows, in their order, as 64 hexadecimal digits.

    Examples
    --------
    >>> import numpy as np
    >>> from fitwright.core.blocks import Numbers
    >>> table = Table.of(Numbers(("a",), np.array([[1.0], [2.0]])))
    >>> fingerprint(table) == fingerprint(table.at(np.array([0, 1])))
    True
    """
    digest = hashlib.sha256(json.dumps(list(table.roles.items())).encode())
    for block in table.blocks:
        chosen = block if table.index is None else block.take(table.index)
        plain, arrays = chosen.parts()
        digest.update(json.dumps([type(block).__name__, plain]).encode())
        for name, array in arrays.items():
            digest.update(f"{name} {array.dtype} {array.shape}".encode())
            flat = array.T if array.ndim == 2 else array  # columns lie one after the other
            digest.update(np.ascontiguousarray(flat).data.cast("B") if flat.size else b"")
    return digest.hexdigest()


def answers_fingerprint(rows: Rows) -> str:
    """The sha256 of what is asked of rows, and of their weights."""
    digest = hashlib.sha256()
    for array in (rows.answers, rows.weights):
        told = np.zeros(0) if array is None else np.ascontiguousarray(array)
        digest.update(f"{told.dtype} {told.shape}".encode() + told.tobytes())
    return digest.hexdigest()
