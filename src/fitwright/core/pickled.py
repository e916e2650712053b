"""A user's own object in a state: the one place where a state is a pickle."""

import io
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from fitwright.core.catalog import Catalog
from fitwright.core.errors import Unsupported
from fitwright.core.fitted import Fitted, State

T = TypeVar("T", bound=Fitted)


def to_bytes(own: Any) -> NDArray[np.uint8]:
    """(bytes,) the object as an array, classes that are defined in a script or a notebook with it."""
    import cloudpickle

    file = io.BytesIO()
    cloudpickle.dump(own, file)
    return np.frombuffer(file.getvalue(), np.uint8)


def from_bytes(pickled: NDArray[np.uint8]) -> Any:
    """The object again.  Runs code: `restored` asks first whether that is allowed."""
    import pickle

    return pickle.loads(pickled.tobytes())  # noqa: S301  # the one place, see the file's first line


def what_it_holds(own: Any) -> str:
    """For a model card: what of the training rows may be inside."""
    return f"a pickle of your {type(own).__name__}: whatever it remembers"


def restored(catalog: Catalog[T], own: type[T], name: str, state: State, allow_pickle: bool) -> T:
    """The fitted member that a state describes, or the user's own object of the room.

    Parameters
    ----------
    own : the room's class that wraps objects of a user.
    name : of the member, or what the user's object is called.
    allow_pickle : may a state that is a pickle be opened?

    Raises
    ------
    Unsupported
        It is a pickle, and that was not allowed.
    """
    if "pickle" not in state:
        return catalog.get(name).from_state(state)
    if not allow_pickle:
        raise Unsupported(
            f"Expected plain arrays for {name!r} of {catalog.word}; it is an object of your own, kept as a "
            "pickle, and opening a pickle runs its code. Pass allow_pickle=True if you trust where it comes "
            "from."
        )
    return own.from_state(state)
