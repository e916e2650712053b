"""A folder of this machine as a store."""

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from fitwright.core.disk import ASIDE, replacing
from fitwright.core.errors import Damaged, SettingError
from fitwright.core.trial import Ref
from fitwright.store.store import Store

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")
_FILE = re.compile(rf"(?P<name>{_NAME.pattern})-(?P<sha256>[0-9a-f]{{64}})")
_Look = tuple[int, int, int]


@dataclass
class Folder(Store):
    """One file per content, called "<name>-<sha256>"; written aside, then renamed.

    Parameters
    ----------
    home : the folder; it is made at the first `put`.
    sync : wait until the disk has the bytes, so that they outlive a power cut.  A run that nobody goes on
        with can do without.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> store = Folder(Path(mkdtemp()))
    >>> store.get(store.put("greeting", b"hello")).read_bytes()
    b'hello'
    """

    home: Path
    sync: bool = True
    _looked: dict[Path, _Look] = field(default_factory=dict, repr=False, compare=False)
    """How a file looked when its hash was last found right; while it looks so, it is not hashed again."""

    def put(self, name: str, data: bytes) -> Ref:
        """Keep `data`; the same bytes under the same name are kept once.

        Raises
        ------
        SettingError
            `name` is not made of letters, digits, ".", "-" and "_".
        """
        if not _NAME.fullmatch(name):
            raise SettingError(f"Expected a name of letters, digits, '.', '-' and '_'; got {name!r}.")
        ref = Ref(name, hashlib.sha256(data).hexdigest(), len(data))
        path = self._path(ref)
        if not self._is_right(path, ref):
            self._write(path, data)
        return ref

    def get(self, ref: Ref) -> Path:
        path = self._path(ref)
        if not self._is_right(path, ref):
            what = "is not there" if not path.exists() else "has changed since it was written"
            raise Damaged(f"Expected {ref.name!r} ({ref.sha256[:12]}) in {self.home}; it {what}.")
        return path

    def has(self, ref: Ref) -> bool:
        try:
            return self._path(ref).stat().st_size == ref.size
        except OSError:
            return False

    def drop(self, ref: Ref) -> None:
        self._looked.pop(self._path(ref), None)
        self._path(ref).unlink(missing_ok=True)

    def refs(self) -> list[Ref]:
        if not self.home.exists():
            return []
        found = ((_FILE.fullmatch(path.name), path) for path in self.home.iterdir())
        return sorted(
            (Ref(match["name"], match["sha256"], path.stat().st_size) for match, path in found if match),
            key=lambda ref: (ref.name, ref.sha256),
        )

    def keep(self, refs: Collection[Ref]) -> None:
        super().keep(refs)
        for path in self.home.glob(f"{ASIDE}*"):
            path.unlink(missing_ok=True)

    def _path(self, ref: Ref) -> Path:
        return Path(self.home) / f"{ref.name}-{ref.sha256}"

    def _is_right(self, path: Path, ref: Ref) -> bool:
        """Is it there with the right bytes?  Hashed once for each look of the file."""
        try:
            look = _look(path)
            if self._looked.get(path) == look:
                return True
            with path.open("rb") as file:
                right = hashlib.file_digest(file, "sha256").hexdigest() == ref.sha256
        except OSError:
            return False
        if right:
            self._looked[path] = look
        return right

    def _write(self, path: Path, data: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path, self.sync) as file:
            file.write(data)
        self._looked[path] = _look(path)


def _look(path: Path) -> _Look:
    seen = path.stat()
    return seen.st_mtime_ns, seen.st_size, seen.st_ino
