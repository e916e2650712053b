"""Changes of a table, learned on the training rows alone: steps, one a file."""

from fitwright.core.catalog import Catalog
from fitwright.core.errors import Unsupported
from fitwright.core.fitted import State
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
    if "pickle" not in state:
        return catalog.get(name).from_state(state)
    if not allow_pickle:
        raise Unsupported(
            f"Expected a step that is plain arrays; {name!r} is a transformer of your own, kept as a pickle, "
            "and opening a pickle runs its code. Pass allow_pickle=True if you trust where it comes from."
        )
    return OwnStep.from_state(state)
