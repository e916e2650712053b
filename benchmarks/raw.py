"""Raw text files through `fitwright fit` as they were found, beside their cleaned twins and beside peers."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from benchmarks import _peer, _peers, _ranks
from benchmarks._raw import Cut, cut
from benchmarks._tables import Public, fold_of, read
from benchmarks.core_suite import ASKED, FOLDS, judged
from benchmarks.scenario import Job, Options, Record, Row, Scenario

if TYPE_CHECKING:
    import polars as pl

LIMIT = 60.0
RAW, CLEANED = "fitwright", "fitwright on the twin"


class Raw(Scenario):
    """A fold of each raw file is held out line by line; ours by the command line, peers by `--peers`."""

    aim = "no failure on a raw file, no worse than on its cleaned twin, and no worse than the best peer"

    def jobs(self, options: Options) -> list[Job]:
        found = []
        fixed = {"cores": options.cores, "seed": options.seed, "fold": options.fold}
        for entry in _entries(options):
            for limit in options.limits or (LIMIT,):
                for who in (RAW, CLEANED, *_there(options)):
                    place = f"f{options.fold}/{limit:g}s/{options.cores}c/s{options.seed}"
                    word = {RAW: "raw", CLEANED: "twin"}.get(who, who)
                    label = {
                        "framework": who, "dataset": entry["name"], "task": entry["task"], "nfolds": FOLDS,
                        "time_limit": limit, "metric": ASKED[entry["task"]][1], **fixed,
                    }  # fmt: skip
                    given = {**fixed, "entry": entry, "limit": limit, "who": who, "peers": str(options.peers)}
                    found.append(Job(f"{entry['name']}/{word}/{place}", given, 2 * limit + 180, label))
        return found

    @staticmethod
    def measure(given: Mapping[str, Any]) -> Record:
        entry, twin = given["entry"], read(given["entry"])
        judge = fold_of(twin.y, entry["task"], FOLDS, given["seed"]) == given["fold"]
        with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
            if given["who"] == CLEANED:
                train, test = _parquet(entry, judge, Path(folder))
                return _ours(given, twin, judge, (train, test, entry["target"]), Path(folder))
            path = Path(entry["raw_path"])
            parts = cut(path, entry, twin, judge)
            train, test = parts.write(Path(folder), "".join(path.suffixes))
            if given["who"] == RAW:
                told = _ours(given, twin, judge, (train, test, parts.target), Path(folder))
            else:
                told = _theirs(given, twin, judge, (train, test, parts), Path(folder))
            return {**told, "lines_without_a_twin": parts.alone}

    def tables(self, records: Sequence[Record], options: Options) -> Mapping[str, Sequence[Row]]:
        raw = [record for record in records if record["framework"] != CLEANED]
        missing = [name for name in _peer.PEERS if name not in _there(options)]
        return {
            "Scores": _ranks.scores(records),
            "On the raw files": _ranks.standing(raw),
            "Columns with another role than in the twin": _otherwise(records),
            "What failed": [_failure(record) for record in records if record["status"] != "ok"],
            "Peers left out": [{"peer": name, "why": "no such environment in --peers"} for name in missing],
        }


def _entries(options: Options) -> list[dict[str, Any]]:
    """Of the manifest, those that have a raw file too, with whole paths."""
    manifest = options.data / "manifest.json"
    if not manifest.is_file():
        return []
    entries = json.loads(manifest.read_text("utf-8"))["datasets"]
    return [
        {**one, "path": str(options.data / one["file"]), "raw_path": str(options.data / one["raw"])}
        for one in entries
        if one["raw"] and options.wants(one["name"])
    ]


def _there(options: Options) -> list[str]:
    """Peers that have an environment in the folder."""
    return _peers.there(options.peers, list(_peer.PEERS))


def _parquet(entry: Mapping[str, Any], judge: NDArray[np.bool_], folder: Path) -> tuple[Path, Path]:
    """The twin's rows to learn from and to be judged on, as files."""
    import polars as pl

    frame = pl.read_parquet(entry["path"])
    frame = frame.filter(pl.col(entry["target"]).is_not_null())
    train, test = folder / "train.parquet", folder / "test.parquet"
    frame.filter(~judge).write_parquet(train)
    frame.filter(judge).write_parquet(test)
    return train, test


def _ours(
    given: Mapping[str, Any],
    twin: Public,
    judge: NDArray[np.bool_],
    files: tuple[Path, Path, str],
    home: Path,
) -> Record:
    """`fitwright fit` and `fitwright predict`, as a person would type them."""
    train, test, target = files
    model, out = home / "model.fw", home / "predictions.parquet"
    began = time.perf_counter()
    _run(
        "fit", train, "--target", target, "--time-limit", given["limit"], "--out", model, "--quiet",
        "--metric", ASKED[given["entry"]["task"]][0], "--n-jobs", given["cores"], "--random-state",
        given["seed"],
    )  # fmt: skip
    fitted = time.perf_counter() - began
    began = time.perf_counter()
    _run("predict", model, test, "--out", out)
    told: Record = {
        "train_seconds": round(fitted, 3),
        "predict_test_seconds": round(time.perf_counter() - began, 3),
        "n_train": int((~judge).sum()),
        "n_test": int(judge.sum()),
        "model_size_mb": round(model.stat().st_size / 1e6, 3),
        **_understood(model),
    }
    import polars as pl

    frame = pl.read_parquet(out)
    return {**told, "score": judged(twin.y[judge], _shares(frame, twin), twin.classes)}


def _run(*words: object) -> None:
    """A command, its errors as they are."""
    subprocess.run(
        [sys.executable, "-m", "fitwright", *map(str, words)], check=True, stdout=subprocess.DEVNULL
    )


def _understood(model: Path) -> Record:
    """What the file says of its columns and members."""
    from fitwright import load

    predictor = load(model)
    return {
        "columns": [[column.name, column.role, column.why] for column in predictor.schema.columns],
        "members": [config["model"] for config in predictor.card["members"]],
        "own_estimate": predictor.card["score"],
    }


def _shares(frame: "pl.DataFrame", twin: Public) -> NDArray[np.float64]:
    """(rows,) numbers, or (rows, classes) in the order of the twin's classes."""
    if not twin.classes:
        return frame["prediction"].cast(float).to_numpy()
    p = np.zeros((len(frame), len(twin.classes)))
    for at, label in enumerate(twin.classes):
        if f"proba_{label}" in frame.columns:
            p[:, at] = frame[f"proba_{label}"].to_numpy()
    return p


def _theirs(
    given: Mapping[str, Any],
    twin: Public,
    judge: NDArray[np.bool_],
    files: tuple[Path, Path, Cut],
    home: Path,
) -> Record:
    """The peer in its own environment, on the same files."""
    train, test, parts = files
    asked = {
        "peer": given["who"], "train": str(train), "test": str(test), "target": parts.target,
        "named": bool(parts.head), "task": given["entry"]["task"], "seconds": given["limit"],
        "cores": given["cores"], "seed": given["seed"],
    }  # fmt: skip
    told, p = _peers.asked(Path(given["peers"]), asked, home, twin.classes)
    n = {"n_train": told.pop("rows"), "n_test": int(judge.sum())}
    return {**told, **n, "score": judged(twin.y[judge], p, twin.classes)}


def _otherwise(records: Sequence[Record]) -> list[Row]:
    """Columns, by their place, that the raw file and its twin are read differently in."""
    known = {(one["dataset"], one["framework"]): one["columns"] for one in records if one.get("columns")}
    rows: list[Row] = []
    for (name, who), raw in known.items():
        twin = known.get((name, CLEANED), [])
        if who != RAW or len(raw) != len(twin):
            continue
        for (column, role, why), (other, other_role, other_why) in zip(raw, twin, strict=True):
            if role != other_role:
                told = {"set": name, "column": other, "raw": f"{role}: {why}"}
                rows.append({**told, "twin": f"{other_role}: {other_why}", "called": column})
    return rows


def _failure(record: Record) -> Row:
    lines = [line for line in record.get("error", "").splitlines() if line.strip()]
    return {"set": record["dataset"], "framework": record["framework"], "why": (lines or [""])[-1][:160]}
