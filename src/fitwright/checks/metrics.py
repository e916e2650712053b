"""What every metric has to do: prefer the truth, weigh rows by their weights, and never break on odd rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from fitwright import tasks
from fitwright.checks._expect import expect, made, same_number, title
from fitwright.checks._tables import classes_of, labels_of
from fitwright.core.rows import Floats, Rows
from fitwright.core.task import Task
from fitwright.metrics import Metric


@dataclass(frozen=True)
class _Judged:
    """Answers, the predictions for them, and the metric bound to them."""

    name: str
    task: Task
    metric: Metric
    rows: Rows
    p: Floats

    def score(self, rows: Rows | None = None, p: Floats | None = None) -> float:
        """Of these rows and predictions, where others are not given."""
        return self.metric.score(self.rows if rows is None else rows, self.p if p is None else p)


def check_kinds_are_known_tasks(member: Any) -> None:
    """`kinds` names tasks."""
    kinds = made(member).kinds
    given: object = kinds
    expect(
        isinstance(given, tuple) and given, f"Expected kinds as a tuple of {title(member)}; got {kinds!r}."
    )
    strange = [kind for kind in kinds if kind not in tasks.catalog.names()]
    expect(not strange, f"Expected kinds among {', '.join(tasks.catalog.names())}; got {strange}.")


def check_scores_are_finite_numbers(member: Any) -> None:
    """A plain float, for good predictions and for bad ones."""
    for judged in _all(member):
        for p in (judged.p, _perfect(judged), _worst(judged)):
            score = judged.score(p=p)
            expect(type(score) is float, f"Expected a float ({judged.name}); got {type(score).__name__}.")
            expect(np.isfinite(score), f"Expected a finite score ({judged.name}); got {score}.")


def check_loss_is_lower_where_the_score_is_better(member: Any) -> None:
    """The loss is the score with the sign that the search minimises."""
    for judged in _all(member):
        score, loss = judged.score(), judged.metric.loss(judged.rows, judged.p)
        sign = -1.0 if judged.metric.higher_is_better else 1.0
        expect(same_number(loss, sign * score, 1e-12), f"Expected the loss {sign * score}; got {loss}.")


def check_nothing_beats_the_truth(member: Any) -> None:
    """A perfect prediction is at least as good as any other, and better than a bad one."""
    for judged in _all(member):
        best = judged.metric.loss(judged.rows, _perfect(judged))
        for p in (judged.p, _worst(judged), _constant(judged)):
            reached = judged.metric.loss(judged.rows, p)
            expect(
                best <= reached + 1e-12, f"Expected no loss below {best}, that of the truth; got {reached}."
            )
        worst = judged.metric.loss(judged.rows, _worst(judged))
        expect(best < worst, f"Expected the truth to be better than its opposite ({judged.name}).")


def check_order_of_rows_does_not_matter(member: Any) -> None:
    """Permuted rows get the same score."""
    order = np.random.default_rng(3).permutation(200)
    for judged in _all(member):
        for rows in (judged.rows, judged.rows.weighted(_weights(200))):
            one, other = judged.score(rows), judged.score(rows.at(order), judged.p[order])
            expect(same_number(one, other, 1e-9), f"Expected {one} for permuted rows too; got {other}.")


def check_a_row_of_weight_2_counts_as_two_rows(member: Any) -> None:
    """Whole weights are as good as so many copies of the row."""
    for judged in _all(member):
        times = np.random.default_rng(1).integers(1, 4, 200)
        copies = np.repeat(np.arange(200), times)
        weighed = judged.score(judged.rows.weighted(times.astype(np.float64)))
        copied = judged.score(judged.rows.at(copies), judged.p[copies])
        expect(
            same_number(weighed, copied, 1e-12),
            f"Expected a row of weight 2 to count as two rows ({judged.name}); got {weighed}, not {copied}.",
        )


def check_a_row_of_weight_0_does_not_count(member: Any) -> None:
    """Weight 0 is as good as not being there."""
    for judged in _all(member):
        there = np.flatnonzero(np.arange(200) % 3 > 0)
        weights = np.where(np.arange(200) % 3 > 0, 1.0, 0.0)
        weighed = judged.score(judged.rows.weighted(weights))
        fewer = judged.score(judged.rows.at(there), judged.p[there])
        expect(
            same_number(weighed, fewer, 1e-12), f"Expected {fewer} without rows of weight 0; got {weighed}."
        )


def check_only_ratios_of_weights_matter(member: Any) -> None:
    """Weights that are all the same are none, and a common factor changes nothing."""
    for judged in _all(member):
        plain, weights = judged.score(), _weights(200)
        same = judged.score(judged.rows.weighted(np.full(200, 0.25)))
        expect(same_number(plain, same, 1e-12), f"Expected {plain} with equal weights; got {same}.")
        one = judged.score(judged.rows.weighted(weights))
        other = judged.score(judged.rows.weighted(1e-6 * weights))
        expect(same_number(one, other, 1e-9), f"Expected {one} with weights times 1e-6; got {other}.")


def check_odd_rows_have_a_finite_score(member: Any) -> None:
    """One row, one class alone, the same answer everywhere, predictions that are all the same."""
    for judged in _all(member):
        alike = np.flatnonzero(judged.rows.answers == judged.rows.answers[0])[:5]
        for chosen in (np.arange(1), np.arange(2), alike):
            rows = judged.rows.at(chosen)
            for whole in (judged.p, _perfect(judged), _worst(judged), _constant(judged)):
                score = judged.score(rows, whole[chosen])
                expect(
                    np.isfinite(score),
                    f"Expected a finite score of {len(chosen)} rows ({judged.name}); got {score}.",
                )


def check_each_adds_up_to_the_score(member: Any) -> None:
    """Where there is a number for each row, the score is their mean, weighed by the weights."""
    for judged in _all(member):
        for weights in (None, _weights(200)):
            rows = judged.rows.weighted(weights)
            each = judged.metric.each(rows, judged.p)
            if each is not None:
                expect(
                    each.shape == (200,), f"Expected a number for each of 200 rows; got shape {each.shape}."
                )
                mean, score = float(np.average(each, weights=weights)), judged.score(rows)
                expect(same_number(mean, score, 1e-9), f"Expected `each` to average to {score}; got {mean}.")


def check_labels_alone_decide_where_it_says_so(member: Any) -> None:
    """A `label_based` metric scores labels: surer probabilities of the same labels change nothing."""
    for judged in _all(member):
        if judged.metric.label_based:
            sharper = judged.p**3 / (judged.p**3).sum(axis=1, keepdims=True)
            one, other = judged.score(), judged.score(p=sharper)
            expect(same_number(one, other, 1e-12), f"Expected labels alone to matter; {one} became {other}.")


def check_leaves_its_input_alone(member: Any) -> None:
    """Neither answers nor predictions are written to."""
    for judged in _all(member):
        before = judged.rows.answers.tobytes() + judged.p.tobytes()
        judged.score()
        judged.metric.each(judged.rows, judged.p)
        after = judged.rows.answers.tobytes() + judged.p.tobytes()
        expect(before == after, f"Expected answers and predictions that are left alone ({judged.name}).")


def check_bind_gives_a_metric_and_keeps_its_own(member: Any) -> None:
    """What is learned from rows stands in the metric that `bind` returns; the same rows bind the same."""
    for judged in _all(member):
        loose = made(member)
        for _ in range(2):
            bound = loose.bind(judged.task, judged.rows)
            expect(isinstance(bound, Metric), f"Expected bind to return a metric; got {bound!r}.")
            expect(
                bound.score(judged.rows, judged.p) == judged.score(), "Expected bind to give the same twice."
            )


def check_travels_to_other_processes(member: Any) -> None:
    """It goes through cloudpickle, as every objective does on its way to a worker."""
    import cloudpickle

    for judged in _all(member):
        there = cloudpickle.loads(cloudpickle.dumps(judged.metric))
        expect(
            there.score(judged.rows, judged.p) == judged.score(), "Expected the same score after a journey."
        )


def _all(member: Any) -> Iterator[_Judged]:
    """200 rows with middling predictions, for each kind of task."""
    metric = made(member)
    for kind in metric.kinds:
        task, answers = _asked(kind)
        rng = np.random.default_rng(5)
        if task.classifies:
            p = rng.dirichlet(np.ones(len(task.outputs)), 200) + 0.7 * _shares(answers, len(task.outputs))
            p /= p.sum(axis=1, keepdims=True)
        else:
            p = answers.reshape(200, -1) + rng.normal(size=(200, len(task.outputs)))
        rows = Rows(answers)
        yield _Judged(f"{title(member)}, {kind}", task, metric.bind(task, rows), rows, task.tidy(p))


def _asked(kind: str) -> tuple[Task, Any]:
    """A task of this kind, and (200,) answers: more rows in the first class than in the others."""
    member = tasks.catalog.get(kind)
    signal = np.random.default_rng(0).normal(size=200)
    labels = labels_of(member, signal)
    if classes_of(member):
        labels = np.where(np.arange(200) % 3 == 0, labels.min(), labels)
    task = member.of(labels)
    return task, task.encode(labels)


def _weights(count: int) -> Floats:
    return np.random.default_rng(2).uniform(0.1, 3.0, count)


def _shares(answers: Any, outputs: int) -> Floats:
    """(rows, outputs) all the probability on the true class."""
    shares: Floats = np.eye(outputs)[answers.astype(np.intp)]
    return shares


def _perfect(judged: _Judged) -> Floats:
    outputs = len(judged.task.outputs)
    if judged.task.classifies:
        return _shares(judged.rows.answers, outputs)
    return np.repeat(judged.rows.answers.astype(np.float64)[:, None], outputs, axis=1)


def _worst(judged: _Judged) -> Floats:
    """No probability on the true class; numbers turned around."""
    p = _perfect(judged)
    if not judged.task.classifies:
        p *= -1
        p += -2 * p.mean()
        return p
    return np.roll(p, 1, axis=1)


def _constant(judged: _Judged) -> Floats:
    """The mean of the truth for every row."""
    p = _perfect(judged)
    return np.broadcast_to(p.mean(axis=0), p.shape).copy()
