"""1, 4 and 8 workers on a clock that is not real: regret after the seconds of 5, 10 and 20 trainings."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from benchmarks import _hpo
from benchmarks._training import by_seconds, measured
from benchmarks.scenario import Job, Options, Record, Row, Scenario

SEARCHERS = ("tpe+never", "gaussian+never", "random+never", "tpe+halving", "gaussian+halving")
RIVALS = ("optuna_tpe", "optuna_tpe_joint", "optuna_tpe+hyperband")
WORKERS = (1, 4, 8)


class HPOWorkers(Scenario):
    """A run is some searches on LCBench; `--only` takes halves, searchers with their rules, and 1, 4 or 8.

    Who is asked knows which trainings are under way; the next one is asked for as soon as a worker is idle.
    """

    aim = "more workers, less regret at the same second; below Optuna's TPE at each number"

    def jobs(self, options: Options) -> list[Job]:
        tasks, searchers = _hpo.posed(options, ("lcbench",)), _hpo.wanted(options, SEARCHERS, RIVALS)
        counts = [int(word) for word in _hpo.asked(options, [str(count) for count in WORKERS])]
        found = []
        for count in counts:
            for job in _hpo.jobs(options, tasks, searchers, workers=count):
                if job.label["searcher"] == "reference":
                    found += [job] if count == counts[0] else []
                else:
                    key, label = f"{job.id}/w{count}", {**job.label, "workers": count}
                    found.append(Job(key, job.given, job.patience, label))
        return found

    @staticmethod
    def measure(given: Mapping[str, Any]) -> Record | Iterator[Record]:
        return measured(given)

    def tables(self, records: Sequence[Record], options: Options) -> Mapping[str, Sequence[Row]]:
        found: dict[str, Sequence[Row]] = {}
        for count in WORKERS:
            of = [r for r in records if r["searcher"] == "reference" or r["workers"] == count]
            found |= _hpo.titled(of, by_seconds, f"Regret with {count} workers")
        return found
