"""How soon after `fit` there is a baseline and a first booster fold, on 10,000 × 30 generated numbers."""

from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks._print import by, typical
from benchmarks._tables import generated
from benchmarks._witness import BOOSTERS, Witness, families_of, installed
from benchmarks.scenario import Job, Options, Record, Row, Scenario

LIMIT = 60.0


class FirstModel(Scenario):
    """A fresh interpreter with scikit-learn imported; `fit` starts the workers' server and is ended early."""

    aim = "baseline < 1 s, first booster fold < 5 s after `fit`, with the core install"
    repeats = 5

    def jobs(self, options: Options) -> list[Job]:
        limit = (options.limits or (LIMIT,))[0]
        fixed = {"limit": limit, "cores": options.cores, "seed": options.seed}
        return [
            Job(f"{word}/{limit:g}s/{options.cores}c", {**fixed, "models": word}, label={"models": word})
            for word in installed(options.models)
        ]

    @staticmethod
    def measure(given: Mapping[str, Any]) -> Record:
        from fitwright import AutoClassifier

        X, y = generated()  # scikit-learn makes the table, so it is imported by now
        witness = Witness(until=BOOSTERS)
        model = AutoClassifier(
            time_limit=given["limit"],
            models=families_of(given["models"]),
            n_jobs=given["cores"],
            random_state=given["seed"],
            verbose=0,
            callbacks=[witness],
        )
        witness.restart()
        model.fit(X, y)
        return {
            "baseline_seconds": witness.first(),
            "booster_seconds": witness.first(BOOSTERS),
            "booster": witness.families()[-1:],
            "before_it": witness.families()[:-1],
        }

    def tables(self, records: Sequence[Record], options: Options) -> Mapping[str, Sequence[Row]]:
        rows = []
        for word, ok, bad in by(records, "models"):
            baseline = [record["baseline_seconds"] for record in ok]
            booster = [record["booster_seconds"] for record in ok]
            row = {"models": word, "runs": len(ok), "failed": len(bad)}
            row |= {"baseline, median s": typical(baseline), "worst": max(baseline, default=None)}
            row |= {"booster fold, median s": typical(booster), "none within the limit": booster.count(None)}
            rows.append(row)
        return {"First models": rows}
