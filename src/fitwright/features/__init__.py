"""Changes of a table, learned on the training rows alone: steps, one a file."""

from fitwright.core.catalog import Catalog
from fitwright.core.fitted import State
from fitwright.core.pickled import restored
from fitwright.features._own import OwnStep, own_step
from fitwright.features.step import STAGES, Stage, Step

__all__ = ["STAGES", "OwnStep", "Stage", "Step", "catalog", "own_step", "restore"]

catalog: Catalog[Step] = Catalog(__name__, Step)


def restore(name: str, state: State, *, allow_pickle: bool) -> Step:
    """The fitted step that a state describes.

    Raises
    ------
    Unsupported
        It is a user's own transformer, whose state is a pickle, and that was not allowed.
    """
    return restored(catalog, OwnStep, name, state, allow_pickle)
