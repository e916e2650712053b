"""A searcher in another environment: its python runs `_hpo_peer.py`, a line of JSON there and one back."""

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks import _rivals
from benchmarks._rivals import REMOTE, Rival
from benchmarks.scenario import HERE
from fitwright.core.trial import Config
from fitwright.space import Choice, Domain, Int, Space


class Remote(Rival):
    """Told of numbers by their place from 0 to 1, of whole ones that are not log by themselves."""

    def __init__(
        self, name: str, python: Path, space: Space, seed: int, first: Sequence[Config] = (), **more: Any
    ):
        self.space, self.domains = space, dict(space.walk())
        self._home = tempfile.TemporaryDirectory(prefix="peer-")
        self._process = subprocess.Popen(
            [str(python), str(HERE / "_hpo_peer.py")],
            cwd=self._home.name,
            env={**os.environ, "PYTHONSAFEPATH": "1"},  # else our files hide the standard library's there
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        starts = [{key: _code(self.domains[key], value) for key, value in config.items()} for config in first]
        self._say({"searcher": name, "space": list(entries(space)), "seed": seed, "first": starts, **more})
        self._until: list[float] = []

    def ask(self) -> Config:
        self._say({"ask": True})
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            raise RuntimeError(f"The peer ended with {self._process.wait()}; its words are in the log.")
        told = json.loads(line)
        self._until.append(float(told.pop("until", "inf")))
        return self.space.fill(lambda name, domain: _value(domain, told["config"][name]))

    def tell(self, *losses: float, number: int = -1) -> None:
        self._say({"losses": list(losses)})

    def until(self, number: int) -> float:
        return self._until[number]

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._home.cleanup()

    def _say(self, told: Mapping[str, Any]) -> None:
        if self._process.stdin is None:
            raise RuntimeError("Expected a peer that listens; it has no input.")
        self._process.stdin.write(json.dumps(told) + "\n")
        self._process.stdin.flush()


def make(
    name: str,
    space: Space,
    seed: int,
    first: Sequence[Config] = (),
    peers: str = "",
    losses: int = 1,
    **more: Any,
) -> Rival:
    """The search called so, at home or in the environment that the folder `peers` has for it."""
    if _rivals.is_there(name, Path(peers) if peers else None):
        python = Path(peers) / REMOTE[name] / "bin" / "python"
        return Remote(name, python, space, seed, first, losses=losses, **more)
    return _rivals.make(name, space, seed, first, losses=losses)


def entries(space: Space, scope: str = "", opened: Sequence[Any] = ()) -> Iterator[dict[str, Any]]:
    """All names with their kind and ends, and for each the (name, codes) that open it; parents first."""
    for name, domain in space.domains.items():
        rules = [condition.tests for condition in space.conditions if name in condition.opens]
        when = [
            [scope + parent, [_code(space.domains[parent], value) for value in _options(meant)]]
            for tests in rules
            for parent, meant in tests.items()
        ]
        yield {"name": scope + name, "when": [*opened, *when], **_kind(domain)}
    for parent, branches in space.branches.items():
        for option, inner in branches.items():
            code = _code(space.domains[parent], option)
            yield from entries(inner, f"{scope}{option}.", [*opened, [scope + parent, [code]]])


def _options(domain: Domain) -> Sequence[Any]:
    if not isinstance(domain, Choice):
        raise TypeError(f"Expected conditions on choices; got {domain!r}.")
    return domain.options


def _kind(domain: Domain) -> dict[str, Any]:
    if isinstance(domain, Choice):
        return {"kind": "choice", "count": len(domain.options)}
    if isinstance(domain, Int) and not domain.log and domain.step == 1:
        return {"kind": "int", "low": domain.low, "high": domain.high}
    return {"kind": "place"}


def _code(domain: Domain, value: Any) -> float | int:
    """What the peer calls a value."""
    if isinstance(domain, Choice):
        return list(domain.options).index(value)
    return int(value) if _kind(domain)["kind"] == "int" else domain.place(value)


def _value(domain: Domain, code: float) -> Any:
    """What a peer's number stands for."""
    if isinstance(domain, Choice):
        return domain.options[int(code)]
    if _kind(domain)["kind"] == "int":
        return int(code)
    return domain.value(min(max(float(code), 0.0), 1.0))
