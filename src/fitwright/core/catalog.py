"""A room's members, by name.  The file is the registration: models/lightgbm.py is "lightgbm"."""

import difflib
import importlib
import importlib.util
import inspect
import pkgutil
from collections.abc import Mapping, Sized
from functools import cached_property
from typing import Any, Generic, TypeVar

from fitwright.core.calls import called, misfits
from fitwright.core.describe import describe
from fitwright.core.errors import MissingExtra, SettingError, UnknownName

T = TypeVar("T")


class Catalog(Generic[T]):
    """Finds the one class that fulfils `contract` in each file of `room`; imports on demand.

    Members are the files of the room whose names do not start with "_" (the contract's own file and
    subfolders are none), the entry points of the group `fitwright.<room>`, and what `add` took in.
    """

    def __init__(self, room: str, contract: type[T]):
        self.room, self.contract = room, contract
        self._added: dict[str, type[T]] = {}

    @property
    def word(self) -> str:
        """The room's own name, for sentences: "models"."""
        return self.room.rsplit(".", 1)[-1]

    def names(self) -> list[str]:
        """All names, in alphabetical order; no member is imported."""
        return sorted({*self._files, *self._plugged(), *self._added})

    def get(self, name: str) -> type[T]:
        """The member class called `name`.

        Raises
        ------
        UnknownName
            No member bears this name; the message has the nearest one.
        MissingExtra
            The member's file needs a library that is not installed.
        """
        if name in self._added:
            return self._added[name]
        if name in self._files:
            return self._member(f"{self.room}.{name}")
        if name in (plugged := self._plugged()):
            return self._load(plugged[name])
        raise UnknownName(self._unknown(name))

    def make(self, member: str | T, **given: Any) -> T:
        """The member of this name with these settings; an object is taken as it is.

        Parameters
        ----------
        member : a name, a text with settings such as "tpe(startup=5)", or an object.
        given : settings; none that the text has already.

        Raises
        ------
        SettingError
            A setting is not one of the member's, or an object of another kind came.
        """
        if isinstance(member, self.contract):
            return member
        if not isinstance(member, str):
            expected = f"a name or a {self.contract.__name__} object"
            raise SettingError(f"Expected {expected} for {self.word}; got {type(member).__name__}.")
        kind, said = self.read(member)
        _check(f"{self.word} {member!r}", kind, given)
        if twice := ", ".join(name for name in said if name in given):
            raise SettingError(f"{self.word} {member!r}: {twice} is told by the run. Leave it out.")
        return kind(**given, **said)

    def read(self, text: str) -> tuple[type[T], dict[str, Any]]:
        """The member class and the settings that a text names: "tpe", or "tpe(startup=5)".

        Raises
        ------
        SettingError
            There is no such member, or it has no such setting, or the value is of another type.
        """
        name, said = called(text)
        kind = self.get(name)
        _check(f"{self.word} {name!r}", kind, said)
        if wrong := misfits(kind, said):
            raise SettingError(f"{self.word} {name!r} takes values of another type than {', '.join(wrong)}.")
        return kind, said

    def is_a(self, member: Any, name: str) -> bool:
        """Does a text, or an object, mean the member called `name`?"""
        return called(member)[0] == name if isinstance(member, str) else isinstance(member, self.get(name))

    def public(self, name: str) -> type[T]:
        """The member class of our own that is itself called `name`, for the room's `__getattr__`.

        Raises
        ------
        AttributeError
            There is none: the module has no such attribute.
        """
        near = [f for f in self._files if name[:1].isupper() and name.lower().startswith(f.replace("_", ""))]
        for kind in map(self.get, near):
            if kind.__name__ == name:
                return kind
        raise AttributeError(f"module {self.room!r} has no attribute {name!r}")

    def name_of(self, kind: type[T]) -> str:
        """The name under which `get` finds this class."""
        for name, added in self._added.items():
            if added is kind:
                return name
        home, _, last = kind.__module__.rpartition(".")
        if home == self.room:
            return last
        for name, entry in self._plugged().items():
            if entry.value == f"{kind.__module__}:{kind.__qualname__}":
                return name
        raise UnknownName(f"{kind.__qualname__} is not a member of {self.word}; take it in with add().")

    def missing(self, name: str) -> dict[str, str]:
        """Libraries that the member needs (`needs`: library to extra) and that are not installed."""
        needs: Mapping[str, str] = getattr(self.get(name), "needs", {})
        return {lib: extra for lib, extra in needs.items() if importlib.util.find_spec(lib) is None}

    def add(self, name: str, member: type[T]) -> type[T]:
        """Take in a class from a notebook or a test."""
        if not issubclass(member, self.contract):
            raise SettingError(f"Expected a subclass of {self.contract.__name__}; got {member!r}.")
        self._added[name] = member
        return member

    @cached_property
    def _files(self) -> list[str]:
        home = self.contract.__module__.rsplit(".", 1)[-1]
        path = importlib.import_module(self.room).__path__
        found = [m.name for m in pkgutil.iter_modules(path) if not m.ispkg]
        return [name for name in found if name != home and not name.startswith("_")]

    def _plugged(self) -> dict[str, Any]:
        from importlib.metadata import entry_points

        return {entry.name: entry for entry in entry_points(group=self.room)}

    def _member(self, where: str) -> type[T]:
        try:
            module = importlib.import_module(where)
        except ModuleNotFoundError as error:
            if error.name is None or error.name.startswith("fitwright"):
                raise
            raise MissingExtra(f"{where} needs {error.name!r}: pip install {error.name}.") from error
        for kind in vars(module).values():
            if not (isinstance(kind, type) and issubclass(kind, self.contract) and kind.__module__ == where):
                continue
            if not kind.__name__.startswith("_") and not inspect.isabstract(kind):
                return kind
        raise UnknownName(f"{where} holds no {self.contract.__name__}.")

    def _load(self, entry: Any) -> type[T]:
        try:
            kind = entry.load()
        except ImportError as error:
            raise MissingExtra(f"{entry.name!r} needs {error.name!r}: pip install {error.name}.") from error
        if not (isinstance(kind, type) and issubclass(kind, self.contract)):
            raise UnknownName(f"Entry point {entry.name!r} is not a {self.contract.__name__}.")
        return kind

    def _unknown(self, name: str) -> str:
        near = difflib.get_close_matches(name, self.names(), 1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        return f"{self.word} has no {name!r}.{hint} It has: {', '.join(self.names())}."


def text_of(catalog: Catalog[T], member: str | T) -> Any:
    """The same for a name, a text with settings and an object that mean the same: "tpe(startup=5)".

    Settings that are as without being said are left out.  An object of a class that is no member is
    described (`core/describe.py`).

    Raises
    ------
    SettingError
        A text names no member, or no setting of it.
    """
    if isinstance(member, str):
        name, (kind, said) = called(member)[0], catalog.read(member)
    else:
        try:
            kind, name = type(member), catalog.name_of(type(member))
        except UnknownName:
            return describe(member)
        words = inspect.signature(kind).parameters
        said = {word: getattr(member, word) for word in words if hasattr(member, word)}
    defaults = {word: known.default for word, known in inspect.signature(kind).parameters.items()}
    own = {word: value for word, value in sorted(said.items()) if not _is_same(value, defaults[word])}
    settings = ", ".join(f"{word}={_short(value)!r}" for word, value in own.items())
    return f"{name}({settings})" if own else name


def _short(value: Any) -> Any:
    """A setting as plain values; 4 for 4.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else describe(value)


def _is_same(value: Any, default: Any) -> bool:
    """Is a setting as it is without being said?  Where that is None, nothing at all may stand for it."""
    nothing = default is None and isinstance(value, Sized) and len(value) == 0
    return nothing or bool(describe(value) == describe(default))


def _check(what: str, kind: type[Any], given: Mapping[str, Any]) -> None:
    """Has it these settings?"""
    known = list(inspect.signature(kind).parameters)
    if strange := ", ".join(name for name in given if name not in known):
        raise SettingError(f"{what} knows {', '.join(known) or 'no settings'}; got {strange}.")
