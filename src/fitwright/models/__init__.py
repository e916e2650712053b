"""What learns: models, one family a file."""

from fitwright.core.catalog import Catalog
from fitwright.core.errors import Unsupported
from fitwright.core.fitted import State
from fitwright.models._own import Own, own
from fitwright.models.model import Cost, Model, Takes

__all__ = ["Cost", "Model", "Own", "Takes", "catalog", "own", "restore"]

catalog: Catalog[Model] = Catalog(__name__, Model)


def restore(name: str, state: State, *, allow_pickle: bool) -> Model:
    """The fitted model that a state describes.

    Raises
    ------
    Unsupported
        It is a user's own estimator, whose state is a pickle, and that was not allowed.
    """
    if "pickle" not in state:
        return catalog.get(name).from_state(state)
    if not allow_pickle:
        raise Unsupported(
            f"Expected a model that is plain arrays; {name!r} is an estimator of your own, kept as a pickle, "
            "and opening a pickle runs its code. Pass allow_pickle=True if you trust where it comes from."
        )
    return Own.from_state(state)
