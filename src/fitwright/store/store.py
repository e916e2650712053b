"""Where the bytes of a run lie: fitted states, predictions, checkpoints."""

from abc import ABC, abstractmethod
from collections.abc import Collection
from pathlib import Path

from fitwright.core.trial import Ref


class Store(ABC):
    """Whole or not at all: what was put is read back bit for bit, or an error says it is damaged."""

    @abstractmethod
    def put(self, name: str, data: bytes) -> Ref:
        """Keep `data`; the same bytes under the same name are kept once."""

    @abstractmethod
    def get(self, ref: Ref) -> Path:
        """A local file that can be mapped; `Damaged` where it is missing or changed."""

    @abstractmethod
    def has(self, ref: Ref) -> bool:
        """Is it there, at its full size?"""

    @abstractmethod
    def drop(self, ref: Ref) -> None:
        """Delete it; what is not there is no error."""

    @abstractmethod
    def refs(self) -> list[Ref]:
        """All that is kept, in the order of names and hashes."""

    def names(self) -> list[str]:
        """Names of all that is kept, in alphabetical order."""
        return sorted({ref.name for ref in self.refs()})

    def keep(self, refs: Collection[Ref]) -> None:
        """Delete all but these, and what writers that were killed left half done.

        Only while nobody else writes here.
        """
        wanted = set(refs)
        for ref in self.refs():
            if ref not in wanted:
                self.drop(ref)
