"""What a run's folder says of itself: table, question, plan and settings, so that it can go on by itself."""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any, Self

import numpy as np

from fitwright import metrics, packing, tasks
from fitwright.brief import Brief
from fitwright.core.describe import describe, differences
from fitwright.core.disk import replacing
from fitwright.core.errors import Damaged, SettingError, Unsupported
from fitwright.core.fingerprint import fingerprint
from fitwright.core.schema import Schema
from fitwright.intake import Intake
from fitwright.plan import Plan, make_plan
from fitwright.settings import Settings
from fitwright.space import Domain, Space
from fitwright.space.domains import domain_of
from fitwright.splits import Pair
from fitwright.views import Laid

FORMAT = 1
"""Raised when older releases could not read what this one writes."""
ABOUT, QUESTION, TABLE = "run.json", "question", "table"
FREE = (
    "time_limit", "trial_time_limit", "memory_limit", "max_trials", "n_jobs", "executor", "verbose",
    "callbacks", "run_dir",
)  # fmt: skip
"""What may be another each time: budgets, and what watches or carries the run."""
NOT_KEPT = ("verbose", "callbacks", "run_dir", "random_state")
"""`random_state` is kept as the seed that it came to."""


@dataclass(frozen=True)
class Archive:
    """The folder of a run that was begun."""

    home: Path
    about: Mapping[str, Any]

    @classmethod
    def write(cls, home: Path, brief: Brief) -> Laid:
        """Lay down everything that `read` needs; the table as the workers map it.

        Raises
        ------
        Unsupported
            There is no room, or nothing can be written there.
        """
        with _room(home):
            laid = lay_down(home, brief)
            with replacing(home / QUESTION) as file:
                file.write(packing.pack(_question(brief)))
            for path in _files(home):
                _sync(path)
            about = _about(brief) | {"files": {name: _sha256(home / name) for name in _names(home)}}
            with replacing(home / ABOUT) as file:
                file.write(json.dumps(about | {"seal": _seal(about)}, indent=1).encode())
        return laid

    @classmethod
    def read(cls, home: str | Path) -> Self:
        """Look at a folder.

        Raises
        ------
        Damaged
            It holds no run that was begun, or bytes of it have changed.
        Unsupported
            A later release wrote it.
        """
        home = Path(home)
        try:
            about = json.loads((home / ABOUT).read_bytes())
            seal = about.pop("seal")
        except FileNotFoundError as error:
            raise Damaged(f"{home}: expected the folder of a run; it holds none that was begun.") from error
        except (OSError, ValueError, LookupError, AttributeError) as error:
            raise Damaged(f"{home / ABOUT}: expected what a run is about; {error}.") from error
        if seal != _seal(about):
            raise Damaged(f"{home / ABOUT}: expected the bytes as they were written; some have changed.")
        if about["format"] > FORMAT:
            raise Unsupported(f"{home}: expected format {FORMAT}, got {about['format']}: upgrade fitwright.")
        return cls(home, about)

    def settings(self, given: Mapping[str, Any]) -> Settings:
        """What the user said then, with what is said now.

        Parameters
        ----------
        given : budgets, and objects of the user's own that a folder cannot hold (estimators, functions).

        Raises
        ------
        SettingError
            Something else was said then, or an object is missing; the message says what.
        """
        known = [field.name for field in fields(Settings)]
        if strange := [name for name in given if name not in known]:
            raise SettingError(f"Expected settings of a run ({', '.join(known)}); got {strange[0]!r}.")
        then = {name: _lower(value) for name, value in self.about["settings"].items()}
        own = self.about["own"]
        told = {name: value for name, value in given.items() if name not in (*FREE, "random_state")}
        was = {name: own[name] if name in own else describe(then.get(name)) for name in told}
        if found := differences(was, {name: describe(value) for name, value in told.items()}):
            raise SettingError(
                f"{self.home}: a run goes on with the settings it began with; {'; '.join(found)}.  Leave "
                "them out, or fit anew in another folder."
            )
        if missing := [name for name in own if name not in given and name not in ("cv", "executor")]:
            raise SettingError(
                f"{self.home}: expected {', '.join(missing)} again: objects of your own are not kept in a "
                f"run's folder.  Call fitwright.resume(run_dir, {missing[0]}=...) as it was."
            )
        return Settings.of({**then, "random_state": self.about["seed"], **given, "run_dir": self.home})

    def brief(self, settings: Settings) -> Brief:
        """What the run is about, as it was.

        Raises
        ------
        Damaged
            Bytes of the table or of the question have changed.
        SettingError
            With what is installed now the plan would be another; the message says in what.
        """
        self._check_files()
        question = packing.unpack(self.home / QUESTION)
        laid = Laid.open(self.home / TABLE)
        intake = _intake(self.about, question, laid)
        if (now := fingerprint(intake.table)) != self.about["fingerprint"]:
            raise Damaged(
                f"{self.home / TABLE}: expected the table {self.about['fingerprint'][:12]}; it is {now[:12]}."
            )
        own_cv = settings.cv if "cv" not in self.about["own"] else None
        seed, told = self.about["seed"], replace(settings, cv=own_cv)
        plan = make_plan(intake.table, intake.rows, intake.task, told, seed, intake.judged)
        if found := differences(self.about["plan"], _plan(plan)):
            raise SettingError(
                f"{self.home}: expected to find here what the run began with (fitwright "
                f"{self.about['fitwright']}); {'; '.join(found)}.  Install the same, or fit anew."
            )
        first, said = _lower(self.about["first"]), _lower(self.about["said"])
        folds = _folds(question["folds"], len(intake.table))
        plan = replace(plan, first=first, folds=folds, **said)
        return Brief(intake, plan, settings, self.about["seed"])

    def _check_files(self) -> None:
        for name, expected in self.about["files"].items():
            try:
                found = _sha256(self.home / name)
            except OSError as error:
                raise Damaged(f"{self.home / name}: expected a part of the run; {error.strerror}.") from error
            if found != expected:
                raise Damaged(f"{self.home / name}: expected the bytes that were written; some have changed.")


def lay_down(home: Path, brief: Brief) -> Laid:
    """The table and its rows as the workers map them; enough for a run that nobody goes on with."""
    with _room(home):
        return Laid.write(home / TABLE, brief.intake.table, brief.intake.rows)


@contextmanager
def _room(home: Path) -> Iterator[None]:
    """Errors of the disk, as a sentence."""
    try:
        yield
    except OSError as error:
        raise Unsupported(
            f"{home}: the run cannot be kept here; {error.strerror or error}.  Make room, or choose another "
            "run_dir."
        ) from error


def _about(brief: Brief) -> dict[str, Any]:
    settings, own = {}, {}
    for field in fields(Settings):
        value = getattr(brief.settings, field.name)
        if field.name in NOT_KEPT:
            continue
        try:
            settings[field.name] = _lift(value)
        except TypeError:
            own[field.name] = describe(value)
    plan = brief.plan
    return {
        "format": FORMAT,
        "fitwright": version("fitwright"),
        "seed": brief.seed,
        "fingerprint": brief.fingerprint,
        "settings": settings,
        "own": own,
        "plan": _plan(plan),
        "first": _lift(plan.first),
        "said": _lift({"ordered": plan.ordered, "notes": plan.notes}),
        "names": brief.intake.names,
        "pandas": brief.intake.pandas,
    }


def _plan(plan: Plan) -> dict[str, Any]:
    """What of a plan follows from what is installed."""
    branches = plan.space.branches.get("model", {})
    spaces = {f"the space of {name}": _short_hash(inner.to_dict()) for name, inner in branches.items()}
    return {"metric": metrics.name_of(plan.metric), "models": sorted(branches), **spaces}


def _question(brief: Brief) -> dict[str, Any]:
    intake = brief.intake
    rows = len(intake.table)
    folds = [
        [None if np.array_equal(learn, _others(judge, rows)) else learn, judge]
        for learn, judge in brief.plan.folds
    ]
    return {
        "task": {"kind": intake.task.kind, "state": intake.task.state()},
        "schema": intake.schema.state(),
        "class_factors": intake.class_factors,
        "notes": intake.notes,
        "judged": intake.judged,
        "folds": folds,
    }


def _intake(about: Mapping[str, Any], question: dict[str, Any], laid: Laid) -> Intake:
    task = question["task"]
    return Intake(
        schema=Schema.from_state(question["schema"]),
        task=tasks.catalog.get(task["kind"]).from_state(task["state"]),
        table=laid.table,
        rows=laid.rows,
        class_factors=question["class_factors"],
        notes=question["notes"],
        judged=question["judged"],
        names=about["names"],
        pandas=about["pandas"],
    )


def _folds(kept: list[Any], rows: int) -> list[Pair]:
    return [(_others(judge, rows) if learn is None else learn, judge) for learn, judge in kept]


def _others(judge: Any, rows: int) -> Any:
    """The rows that are not judged on, in order."""
    return np.setdiff1d(np.arange(rows), judge)


def _lift(value: Any) -> Any:
    """Plain values as JSON, with marks for tuples, domains and spaces; TypeError for anything else."""
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or type(value) in (str, bool, int, float):
        return value
    if isinstance(value, list):
        return [_lift(below) for below in value]
    if isinstance(value, tuple):
        return {"@tuple": [_lift(below) for below in value]}
    if isinstance(value, Domain):
        return {"@domain": value.to_dict()}
    if isinstance(value, Space):
        return {"@space": value.to_dict()}
    if isinstance(value, Mapping) and all(type(k) is str and k[:1] != "@" for k in value):
        return {key: _lift(below) for key, below in value.items()}
    raise TypeError(f"{type(value).__name__} is not plain")


def _lower(value: Any) -> Any:
    if isinstance(value, list):
        return [_lower(below) for below in value]
    match value:
        case {"@tuple": inner}:
            return tuple(_lower(below) for below in inner)
        case {"@domain": plain}:
            return domain_of(plain)
        case {"@space": plain}:
            return Space.from_dict(plain)
        case dict():
            return {key: _lower(below) for key, below in value.items()}
    return value


def _files(home: Path) -> list[Path]:
    return sorted(path for path in (home / TABLE).rglob("*") if path.is_file())


def _names(home: Path) -> list[str]:
    return [QUESTION, *(path.relative_to(home).as_posix() for path in _files(home))]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    """Until this, a power cut may undo what was written."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _seal(about: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(about, sort_keys=True).encode()).hexdigest()


def _short_hash(plain: Any) -> str:
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()[:12]
