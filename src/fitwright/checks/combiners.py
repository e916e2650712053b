"""What every combiner has to do: blend candidates into an answer no worse than the best of them alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from fitwright import metrics, tasks
from fitwright.checks._expect import expect, made, same_number, title
from fitwright.checks._tables import labels_of
from fitwright.core.rows import Floats, Rows
from fitwright.core.task import Task
from fitwright.ensemble import Blend, Combiner
from fitwright.metrics import Metric
from fitwright.packing import pack, unpack

COUNT = 200
WANTED = ("log_loss", "roc_auc", "accuracy", "balanced_accuracy", "f1", "rmse", "mae")


@dataclass(frozen=True)
class _Given:
    """Candidates' predictions for unseen rows, and how they are judged."""

    name: str
    task: Task
    metric: Metric
    rows: Rows
    predictions: Floats
    """(candidates, rows, outputs)"""

    def loss(self, p: Floats) -> float:
        """Of tidied predictions."""
        return self.metric.loss(self.rows, self.task.tidy(p))

    def singles(self) -> list[float]:
        """Of each candidate."""
        return [self.loss(p) for p in self.predictions]


def check_never_worse_than_the_best_alone(member: Any) -> None:
    """On the rows that it was weighed on, and with no thresholds."""
    for given in _all(member):
        blend = _fit(member, given)
        reached, best = given.loss(blend.apply(given.predictions)), min(given.singles())
        expect(reached <= best + 1e-9, f"Expected a loss of at most {best} ({given.name}); got {reached}.")


def check_weights_are_shares(member: Any) -> None:
    """Where a blend has weights, none is below 0, and they add up to 1."""
    for given in _all(member):
        weights = getattr(_fit(member, given), "weights", None)
        if weights is not None:
            right = weights.shape == (len(given.predictions),) and (weights >= 0).all()
            expect(right, f"Expected a weight from 0 for each candidate ({given.name}); got {weights}.")
            total = float(weights.sum())
            expect(
                same_number(total, 1.0, 1e-9),
                f"Expected weights that add up to 1; got {total} ({given.name}).",
            )


def check_applies_in_shape(member: Any) -> None:
    """(rows, outputs), finite, for any number of rows, and row by row as in the whole."""
    for given in _all(member):
        blend = _fit(member, given)
        whole = blend.apply(given.predictions)
        expect(
            whole.shape == given.predictions.shape[1:],
            f"Expected {given.predictions.shape[1:]}; got {whole.shape}.",
        )
        expect(np.isfinite(whole).all(), f"Expected finite answers ({given.name}).")
        for some in (np.arange(0), np.arange(1), np.arange(5, 90)):
            part = blend.apply(given.predictions[:, some])
            expect(
                np.array_equal(part, whole[some]), f"Expected {len(some)} rows to be blended as in the whole."
            )


def check_decides_for_classes_that_there_are(member: Any) -> None:
    """Where a blend decides by itself, it gives a class code for each row."""
    for given in _all(member):
        blend = _fit(member, given)
        decided = blend.decide(given.task.tidy(blend.apply(given.predictions)))
        if decided is not None:
            known = decided.shape == (COUNT,) and set(decided.tolist()) <= set(range(len(given.task.outputs)))
            expect(
                known, f"Expected codes below {len(given.task.outputs)} ({given.name}); got {decided[:5]}."
            )


def check_deciding_by_itself_does_not_cost(member: Any) -> None:
    """Thresholds that were learned make labels no worse, on the rows that they were learned on, than none."""
    for given in _all(member):
        blend = _fit(member, given)
        p = given.task.tidy(blend.apply(given.predictions))
        decided = blend.decide(p)
        if decided is not None and given.metric.label_based:
            labels = np.eye(p.shape[1])[decided]
            reached, plain = given.metric.loss(given.rows, labels), given.metric.loss(given.rows, p)
            expect(
                reached <= plain + 0.02,
                f"Expected thresholds that help ({given.name}); {plain} became {reached}.",
            )


def check_state_comes_back_bit_for_bit(member: Any) -> None:
    """A state that went through bytes blends and decides like the blend that it was taken from."""
    kind = made(member).blend
    for given in _all(member):
        blend = _fit(member, given)
        loaded = kind.from_state(unpack(pack(blend.state())))
        one, other = blend.apply(given.predictions), loaded.apply(given.predictions)
        expect(np.array_equal(one, other), f"Expected the same bits from the loaded blend ({given.name}).")
        decided = [each.decide(given.task.tidy(one)) for each in (blend, loaded)]
        same = decided[0] is decided[1] is None or np.array_equal(*decided)  # type: ignore[arg-type]  # both are arrays
        expect(same, f"Expected the same decisions from the loaded blend ({given.name}).")


def check_what_is_not_used_can_be_left_out(member: Any) -> None:
    """The narrowed blend makes of the used candidates what the whole blend makes of all."""
    for given in _all(member):
        blend = _fit(member, given)
        if type(blend) is Blend:
            narrow = blend.narrow().apply(given.predictions[blend.used])
            same = np.array_equal(narrow, blend.apply(given.predictions))
            expect(same, f"Expected the same from the used candidates alone ({given.name}).")


def check_a_single_candidate_is_the_answer(member: Any) -> None:
    """There is nothing to weigh."""
    for given in _all(member):
        alone = given.predictions[:1]
        blend = made(member).fit(alone, given.rows, given.metric, 0)
        far = float(np.abs(given.task.tidy(blend.apply(alone)) - given.task.tidy(alone[0])).max())
        best = given.loss(blend.apply(alone)) <= given.loss(alone[0]) + 1e-9
        expect(
            best and (type(blend) is not Blend or far < 1e-9),
            f"Expected the candidate itself ({given.name}).",
        )


def check_order_of_candidates_does_not_matter(member: Any) -> None:
    """Other names for the same candidates make no worse an answer."""
    for given in _all(member):
        order = np.random.default_rng(1).permutation(len(given.predictions))
        permuted = made(member).fit(given.predictions[order], given.rows, given.metric, 0)
        one = given.loss(_fit(member, given).apply(given.predictions))
        other = given.loss(permuted.apply(given.predictions[order]))
        expect(
            same_number(one, other, 5e-3),
            f"Expected a loss of {one} in any order ({given.name}); got {other}.",
        )


def check_same_seed_same_blend(member: Any) -> None:
    """Bit for bit."""
    for given in _all(member):
        one, other = (_fit(member, given).apply(given.predictions) for _ in range(2))
        expect(np.array_equal(one, other), f"Expected the same blend from the same seed ({given.name}).")


def check_equal_and_hopeless_candidates_are_borne(member: Any) -> None:
    """Copies, constants and candidates that are always wrong do no harm beside a good one."""
    for given in _all(member):
        good = given.predictions[:1]
        constant = np.broadcast_to(good.mean(axis=1, keepdims=True), good.shape)
        wrong = good[:, :, ::-1] if given.task.classifies else good + 1e6
        crowd = np.concatenate([good, good, constant, wrong])
        blend = made(member).fit(crowd, given.rows, given.metric, 0)
        reached, best = given.loss(blend.apply(crowd)), min(given.loss(p) for p in crowd)
        expect(reached <= best + 1e-9, f"Expected a loss of at most {best} ({given.name}); got {reached}.")


def check_weights_of_rows_and_groups_are_borne(member: Any) -> None:
    """Rows may be weighed, and belong to groups."""
    for given in _all(member):
        weights = np.random.default_rng(0).uniform(0.1, 3, COUNT)
        rows = Rows(given.rows.answers, weights, np.arange(COUNT) // 9)
        blend = made(member).fit(given.predictions, rows, given.metric, 0)
        expect(np.isfinite(blend.apply(given.predictions)).all(), f"Expected finite answers ({given.name}).")


def check_few_rows_are_enough(member: Any) -> None:
    """One row, two, five; a class may be absent."""
    for given in _all(member):
        for count in (1, 2, 5):
            few = np.arange(count)
            blend = made(member).fit(given.predictions[:, few], given.rows.at(few), given.metric, 0)
            expect(np.isfinite(blend.apply(given.predictions)).all(), f"Expected a blend of {count} rows.")


def check_leaves_its_input_alone(member: Any) -> None:
    """The predictions are not written to."""
    for given in _all(member):
        before = given.predictions.tobytes()
        _fit(member, given).apply(given.predictions)
        same = given.predictions.tobytes() == before
        expect(same, f"Expected {title(member)} to leave the predictions alone ({given.name}).")


def _fit(member: Any, given: _Given) -> Blend:
    combiner = made(member)
    expect(isinstance(combiner, Combiner), f"Expected a Combiner; got {combiner!r}.")
    blend: Blend = combiner.fit(given.predictions, given.rows, given.metric, 0)
    return blend


def _all(member: Any) -> Iterator[_Given]:
    """Seven candidates, of which some are better than others, for each kind of task and each usual metric."""
    for kind in ("binary", "multiclass", "regression"):
        for name in WANTED:
            if name in metrics.catalog.names() and kind in metrics.catalog.get(name).kinds:
                yield _given(kind, name)


def _given(kind: str, metric: str) -> _Given:
    rng = np.random.default_rng(11)
    task_class = tasks.catalog.get(kind)
    labels = labels_of(task_class, rng.normal(size=COUNT))
    task = task_class.of(labels)
    answers, outputs = task.encode(labels), len(task.outputs)
    rows = Rows(answers)
    noise = rng.normal(size=(7, COUNT, outputs)) * np.linspace(0.7, 2.0, 7)[:, None, None]
    if task.classifies:
        z = np.exp(1.2 * np.eye(outputs)[answers.astype(np.intp)] + noise)
        predictions = z / z.sum(axis=2, keepdims=True)
    else:
        predictions = answers.reshape(1, COUNT, 1) + noise
    bound = metrics.catalog.make(metric).bind(task, rows)
    return _Given(f"{kind}, {metric}", task, bound, rows, predictions)
