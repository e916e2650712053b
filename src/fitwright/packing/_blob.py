"""A state as one run of bytes: a safetensors file whose first array is the tree as JSON."""

from pathlib import Path

import numpy as np

from fitwright.core.errors import Damaged
from fitwright.core.fitted import State
from fitwright.packing._tree import Arrays, lift, lower

_TREE = "tree.json"


def pack(state: State) -> bytes:
    """A state as bytes, without pickle.

    Parameters
    ----------
    state : a tree of dicts with text keys, lists, numbers, text, booleans, None and arrays of numbers,
        booleans, text or dates.  Tuples come back as lists; arrays keep their dtype, shape and memory order.

    Raises
    ------
    SettingError
        Something else is in the tree; the message says where.

    Examples
    --------
    >>> import numpy as np
    >>> unpack(pack({"coef": np.array([1.0, 2.0]), "names": ("a", "b")}))
    {'coef': array([1., 2.]), 'names': ['a', 'b']}
    """
    text, arrays = lift(state)
    return write_arrays({_TREE: np.frombuffer(text.encode(), np.uint8), **arrays})


def unpack(source: bytes | Path) -> State:
    """The state that `pack` was given; its arrays are in memory of their own and may be written to.

    Parameters
    ----------
    source : the bytes, or a file of them.

    Raises
    ------
    Damaged
        These are not the bytes of a state.
    """
    arrays = read_arrays(_bytes_of(source) if isinstance(source, Path) else source)
    if _TREE not in arrays:
        raise Damaged("Expected the bytes of a state; the tree is missing.")
    return lower(arrays.pop(_TREE).tobytes(), arrays)


def write_arrays(arrays: Arrays) -> bytes:
    """Named arrays in the safetensors format."""
    from safetensors.numpy import save

    return save(arrays)


def read_arrays(data: bytes) -> Arrays:
    """What `write_arrays` was given."""
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        return load(data)
    except (SafetensorError, ValueError, LookupError, TypeError, OverflowError, ImportError) as error:
        raise Damaged(f"Expected arrays in the safetensors format; {error}.") from error


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Damaged(f"Expected a packed state at {path}; {error.strerror}.") from error
