"""What is fitted has a state: hyperparameters and what was learned, as plain values and arrays."""

from dataclasses import fields
from typing import Any, ClassVar, Self

from fitwright.core.errors import Damaged

State = dict[str, Any]
"""A tree of dicts with text keys, lists, numbers, text, booleans, None and NumPy arrays."""


class Fitted:
    """For dataclasses whose fields are hyperparameters and whose learned attributes end in "_"."""

    pickled: ClassVar[bool] = False
    """Is its state a pickle?  Only that of a user's own estimator or transformer is."""

    def state(self) -> State:
        """Hyperparameters and what was learned; override where an attribute is not plain or an array."""
        return {
            name: value for name, value in vars(self).items() if name in self.settings() or name[-1] == "_"
        }

    @classmethod
    def from_state(cls, state: State) -> Self:
        """The fitted object that `state` describes; no library is imported.

        Raises
        ------
        Damaged
            It names what is neither a setting nor learned.
        """
        known = cls.settings()
        learned = {name: value for name, value in state.items() if name not in known}
        if strange := [name for name in learned if name[-1:] != "_" or name[:1] == "_"]:
            raise Damaged(f"Expected the state of a {cls.__name__}; {strange[0]!r} is no part of it.")
        made = cls(**{name: value for name, value in state.items() if name in known})
        vars(made).update(learned)
        return made

    def holds(self) -> str:
        """What of single training rows the state holds, in words; "" where only figures over many."""
        return ""

    @classmethod
    def settings(cls) -> tuple[str, ...]:
        """Names of the hyperparameters."""
        return tuple(f.name for f in fields(cls))  # type: ignore[arg-type]  # subclasses are dataclasses
