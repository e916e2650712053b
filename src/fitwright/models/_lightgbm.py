"""How LightGBM is driven: round after round under a watch, and back as arrays."""

from collections.abc import Mapping
from typing import Any

from fitwright.models._job import Job
from fitwright.models._lightgbm_text import read
from fitwright.models._trees import Trees
from fitwright.models._watch import PROBE, Watch

OBJECTIVES: Mapping[str, str] = {"identity": "regression", "logistic": "binary", "softmax": "multiclass"}
LOSSES: Mapping[str, str] = {"identity": "l2", "logistic": "binary_logloss", "softmax": "multi_logloss"}


def boosted(job: Job, stop: Job | None, watch: Watch, given: Mapping[str, Any]) -> Trees:
    """Trees grown until `watch` says stop, which is told the loss on the rows of `stop`.

    Parameters
    ----------
    given : LightGBM's parameters, but those that follow from the job.
    """
    import lightgbm

    params = _params(job, given)
    learn = _data(job, None, params)
    booster = lightgbm.Booster(params | {"learning_rate": watch.rate}, learn)
    if stop is not None:
        booster.add_valid(_data(stop, learn, params), "stop")
    going = True
    while going:
        over = booster.update()
        loss = None if stop is None else float(booster.eval_valid()[0][2])
        going = watch.goes_on(loss) and not over
        if watch.seen == PROBE:
            booster.reset_parameter({"learning_rate": watch.hurry()})
    return read(booster.model_to_string(num_iteration=watch.at), job.outputs)


def leaf_rows(wanted: int, job: Job) -> int:
    """Rows a leaf holds at least: as many as wanted, fewer where there are very few in all."""
    return min(wanted, max(1, len(job.y) // 20))


def _data(job: Job, learn: Any, params: Mapping[str, Any]) -> Any:
    import lightgbm

    return lightgbm.Dataset(
        job.x, job.y, weight=job.weights, reference=learn, params=dict(params),
        categorical_feature=list(job.categories),
    )  # fmt: skip


def _params(job: Job, given: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "objective": OBJECTIVES[job.link],
        "num_class": job.outputs,
        "metric": LOSSES[job.link],
        **given,
        "seed": job.seed,
        "num_threads": job.threads,
        "deterministic": True,
        "force_col_wise": True,
        "feature_pre_filter": False,
        "verbosity": -1,
    }
