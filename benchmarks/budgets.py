"""Does `fit` keep its time limit, and is there always a model: the public core sets at 10, 30 and 60 s."""

import time
from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks._print import by, typical
from benchmarks._tables import core_sets, read
from benchmarks._witness import Witness, families_of
from benchmarks.scenario import Job, Options, Record, Row, Scenario

LIMITS = (10.0, 30.0, 60.0)


def allowed(limit: float) -> float:
    """Seconds that a run with this limit may take."""
    return 1.02 * limit + 1.0


class Budgets(Scenario):
    """All rows of a table, one run a set and limit; the model has to answer for some rows."""

    aim = "wall ≤ 1.02 × limit + 1 s, and always a model"

    def jobs(self, options: Options) -> list[Job]:
        word = (options.models or ("core",))[0]
        fixed = {"models": word, "cores": options.cores, "seed": options.seed}
        found = []
        for limit in options.limits or LIMITS:
            for entry in core_sets(options):
                label = {"dataset": entry["name"], "time_limit": limit, "models": word}
                given = {**fixed, "entry": entry, "limit": limit}
                key = f"{entry['name']}/{limit:g}s/{options.cores}c/{word}/s{options.seed}"
                found.append(Job(key, given, 2 * limit + 60, label))
        return found

    @staticmethod
    def measure(given: Mapping[str, Any]) -> Record:
        from fitwright import AutoClassifier, AutoRegressor

        entry, witness = given["entry"], Witness()
        table = read(entry)
        kind = AutoRegressor if entry["task"] == "regression" else AutoClassifier
        model = kind(
            time_limit=given["limit"],
            models=families_of(given["models"]),
            n_jobs=given["cores"],
            random_state=given["seed"],
            verbose=0,
            callbacks=[witness],
        )
        witness.restart()
        began = time.perf_counter()
        model.fit(table.X, table.y)
        wall = time.perf_counter() - began
        return {
            "train_seconds": round(wall, 3),
            "answers": len(model.predict(table.X[:100])),
            "first_model_seconds": witness.first(),
            "steps": len(witness.steps),
            "families": witness.families(),
        }

    def tables(self, records: Sequence[Record], options: Options) -> Mapping[str, Sequence[Row]]:
        rows = []
        for limit, ok, bad in by(records, "time_limit"):
            seconds = {record["dataset"]: record["train_seconds"] for record in ok}
            worst = max(seconds, key=lambda name: seconds[name], default=None)
            row = {"limit s": limit, "sets": len(ok) + len(bad), "no model": len(bad)}
            row |= {"wall / limit, median": typical([took / limit for took in seconds.values()])}
            row |= {"worst s": seconds.get(worst or ""), "worst set": worst, "allowed s": allowed(limit)}
            over = sum(took > allowed(limit) for took in seconds.values())
            rows.append({**row, "over": over, "no model in": ", ".join(one["dataset"] for one in bad)})
        return {"Time limits": rows}
