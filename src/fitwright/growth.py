"""How the score grows with the rows learned from: one candidate, fitted on parts of a fold."""

from dataclasses import replace

from fitwright import ledger, scheduling, search, stopping
from fitwright.assemble import Assembly
from fitwright.core.budget import Budget
from fitwright.core.history import History
from fitwright.core.trial import Result, Trial
from fitwright.core.work import Limits, Work
from fitwright.evaluate import Evaluate
from fitwright.execution import Executor
from fitwright.loop import Loop
from fitwright.space import Space

SHARES = (0.125, 0.25, 0.5)
"""Parts of a fold's rows; what the whole of them came to is known from the search."""
FEWEST = 200
"""With fewer rows than this an eighth of them tells nothing."""
Points = list[list[float]]


def grow(
    assembly: Assembly,
    evaluate: Evaluate,
    space: Space,
    executor: Executor,
    budget: Budget,
    memory: int | None,
) -> Points:
    """Rows learned from, score and its standard error, of the heaviest member on the blend's first fold.

    Parts come smallest first, and as many as the budget has time for.

    Parameters
    ----------
    assembly : the blend; its heaviest member is fitted again.
    evaluate : the objective of the search.
    space : of the search.
    executor : closed in the end.
    budget : what is left.
    memory : bytes that a step may add.
    """
    if len(evaluate.laid.table) < FEWEST:
        return []
    heaviest = assembly.trials[int(assembly.blend.weights.argmax())]
    parts = replace(evaluate, folds=[evaluate.folds[assembly.folds[0]]], shares=SHARES)
    searcher = search.catalog.make("portfolio", space=space, seed=evaluate.seed, configs=[heaviest.config])

    def allow(work: Work, history: History, left: float) -> Limits:
        return Limits(memory=memory, aim=None if budget.seconds is None else max(0.1, 0.5 * left))

    loop = Loop(
        scheduling.catalog.make("inorder", searcher=searcher, trials=1),
        stopping.catalog.make("never"),
        executor,
        ledger.catalog.make("memory"),
        budget,
        allow=allow,
    )
    results = [result for trial in loop.run(parts) for _, result in sorted(trial.results.items())]
    kept = {
        ref for trial in assembly.trials for result in trial.results.values() for ref in result.refs.values()
    }
    for result in results:
        for ref in {result.refs["state"], result.refs["unseen"]} - kept:
            evaluate.store.drop(ref)
    return [_point(result, evaluate) for result in [*results, _whole(heaviest, assembly)]]


def _whole(trial: Trial, assembly: Assembly) -> Result:
    return trial.best_by_fold[assembly.folds[0]]


def _point(result: Result, evaluate: Evaluate) -> list[float]:
    sign = -1.0 if evaluate.metric.higher_is_better else 1.0
    return [result.values["rows_learn"], sign * result.loss, result.values["error"]]
