"""Evolution over whole pipelines: ours beside TPOT, the same seconds, cores and rows."""

import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks import _peer, _peers, _ranks
from benchmarks._tables import Public, fold_of, named_sets, read
from benchmarks.core_suite import ASKED, FOLDS, judged
from benchmarks.scenario import Job, Options, Record, Row, Scenario

SETS = (
    "credit_g", "ibm_attrition", "spambase", "mammography", "eucalyptus", "yeast", "concrete", "abalone",
    "kin8nm",
)  # fmt: skip
LIMIT = 60.0
OURS: Mapping[str, Mapping[str, Any]] = {
    "evolution": {"search": "evolution"},
    "evolution_alone": {"search": "evolution", "ensemble": "best"},
    "random_alone": {"search": "random", "ensemble": "best"},
}
"""What users say.  TPOT keeps one pipeline: so does the second; the third tells what breeding is worth."""


class Pipelines(Scenario):
    """A fold of each set is held out; `--only` takes sets and ways, TPOT's environment lies in `--peers`."""

    aim = "better than TPOT on most of at least six sets, at equal seconds"

    def jobs(self, options: Options) -> list[Job]:
        named = [name for name in SETS if name in options.only] or SETS
        ways = [*OURS, *_peers.there(options.peers, list(_peer.BREEDERS))]
        ways = [way for way in ways if way in options.only] or ways
        fixed = {"cores": options.cores, "seed": options.seed, "fold": options.fold}
        found = []
        for entry in named_sets(options, named):
            for limit in options.limits or (LIMIT,):
                for way in ways:
                    label = {
                        "framework": way, "dataset": entry["name"], "task": entry["task"], "nfolds": FOLDS,
                        "time_limit": limit, "metric": ASKED[entry["task"]][1], **fixed,
                    }  # fmt: skip
                    given = {**fixed, "entry": entry, "limit": limit, "way": way, "peers": str(options.peers)}
                    place = f"f{options.fold}/{limit:g}s/{options.cores}c/s{options.seed}"
                    found.append(Job(f"{entry['name']}/{way}/{place}", given, 3 * limit + 180, label))
        return found

    @staticmethod
    def measure(given: Mapping[str, Any]) -> Record:
        entry, table = given["entry"], read(given["entry"])
        judge = fold_of(table.y, entry["task"], FOLDS, given["seed"]) == given["fold"]
        told = _ours(given, table, judge) if given["way"] in OURS else _theirs(given, table, judge)
        return {**told, "n_train": int((~judge).sum()), "n_test": int(judge.sum())}

    def tables(self, records: Sequence[Record], options: Options) -> Mapping[str, Sequence[Row]]:
        there = _peers.there(options.peers, list(_peer.BREEDERS))
        return {
            "Scores": _ranks.scores(records),
            "Standing": _ranks.standing(records),
            "What was tried": [_tried(record) for record in records if record.get("pipelines")],
            "What failed": [_failure(record) for record in records if record["status"] != "ok"],
            "Peers left out": [
                {"peer": name, "why": "no such environment in --peers"}
                for name in _peer.BREEDERS
                if name not in there
            ],
        }


def _ours(given: Mapping[str, Any], table: Public, judge: NDArray[np.bool_]) -> Record:
    """Fit, and judge what was held out."""
    from fitwright import AutoClassifier, AutoRegressor

    task = given["entry"]["task"]
    kind = AutoRegressor if task == "regression" else AutoClassifier
    model = kind(
        time_limit=given["limit"], metric=ASKED[task][0], n_jobs=given["cores"], random_state=given["seed"],
        verbose=0, **OURS[given["way"]],
    )  # fmt: skip
    began = time.perf_counter()
    model.fit(table.X.filter(~judge), table.y[~judge])
    told: Record = {"train_seconds": round(time.perf_counter() - began, 3)}
    began, rows = time.perf_counter(), table.X.filter(judge)
    p = model.predict(rows) if task == "regression" else model.predict_proba(rows)
    told["predict_test_seconds"] = round(time.perf_counter() - began, 3)
    told["score"] = judged(table.y[judge], p, table.classes)
    return {**told, **_search(model.history_), "best": str(model.leaderboard_.row(0, named=True))[:1500]}


def _search(history: Any) -> Record:
    """How many pipelines were tried, how many chains of steps there were among them, and whose they are."""
    trials = [trial for trial in history if trial.results]
    chains = {str(trial.config.get(f"{trial.config['model']}.steps")) for trial in trials}
    return {
        "pipelines": len(trials),
        "chains": len(chains),
        "origins": dict(Counter(trial.origin for trial in trials)),
        "failed_pipelines": len(history.in_state("failed")),
    }


def _theirs(given: Mapping[str, Any], table: Public, judge: NDArray[np.bool_]) -> Record:
    """The peer in its own environment, on files with the same rows; classes are their codes."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        home = Path(folder)
        asked = {
            "peer": given["way"], "train": _written(table, ~judge, home / "train.csv"), "target": "answer",
            "test": _written(table, judge, home / "test.csv"), "named": True, "task": given["entry"]["task"],
            "seconds": given["limit"], "cores": given["cores"], "seed": given["seed"],
        }  # fmt: skip
        codes = [str(code) for code in range(len(table.classes))]
        told, p = _peers.asked(Path(given["peers"]), asked, home, codes)
    told.pop("rows")
    return {**told, "score": judged(table.y[judge], p, table.classes)}


def _written(table: Public, rows: NDArray[np.bool_], path: Path) -> str:
    """A file of these rows with names that every library bears, moments as numbers, the answers last."""
    import polars as pl

    part = table.X.filter(rows)
    part = part.rename({name: f"c{place}" for place, name in enumerate(part.columns)})
    moments = [name for name, kind in part.schema.items() if kind.is_temporal()]
    part = part.with_columns(pl.col(moments).to_physical()) if moments else part
    part.with_columns(pl.Series("answer", table.y[rows])).write_csv(path)
    return str(path)


def _tried(record: Record) -> Row:
    names = ("pipelines", "chains", "failed_pipelines", "origins")
    return {"set": record["dataset"], "way": record["framework"], **{name: record[name] for name in names}}


def _failure(record: Record) -> Row:
    lines = [line for line in record.get("error", "").splitlines() if line.strip()]
    return {"set": record["dataset"], "way": record["framework"], "why": (lines or [""])[-1][:160]}
