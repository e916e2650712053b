"""What learns: models, one family a file."""

from fitwright.core.catalog import Catalog
from fitwright.core.fitted import State
from fitwright.core.pickled import restored
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
    return restored(catalog, Own, name, state, allow_pickle)
