"""How many times as fast two workers are."""

from benchmarks.hpo_speedup import HPOSpeedup, busy
from benchmarks.scenario import Options


def test_medians_are_compared():
    records = [
        {"jobs": jobs, "seconds": seconds, "trial_seconds": 0.25, "status": "ok"}
        for jobs, seconds in ((1, 8.0), (1, 9.0), (1, 10.0), (2, 4.5))
    ]
    [rows] = HPOSpeedup().tables(records, Options()).values()
    assert [(row["workers"], row["times as fast"]) for row in rows] == [(1, 1.0), (2, 2.0)]


def test_it_is_a_function_of_its_config():
    assert busy({"x": 0.5}, rounds=3) == 1.5
