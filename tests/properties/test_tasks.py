"""Labels go to codes and come back, whatever they are called."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fitwright import tasks

LABELS = st.lists(
    st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=6),
    min_size=2,
    max_size=30,
).filter(lambda words: len({word.rstrip("\x00") for word in words}) > 1)


def classes(labels):
    return tasks.infer(labels, "classification")


@given(LABELS | st.lists(st.integers(-5, 5), min_size=2, max_size=30).filter(lambda v: len(set(v)) > 1))
def test_labels_come_back_from_their_codes(labels):
    if len(set(labels)) == len(labels) > 20:
        return
    task = classes(labels)
    y = tasks.target(labels)
    assert task.decode(task.encode(y)).tolist() == y.tolist()


@given(st.lists(st.integers(0, 4), min_size=4, max_size=40).filter(lambda codes: len(set(codes)) > 1))
def test_names_in_the_same_order_give_the_same_codes(codes):
    one = [f"label {code}" for code in codes]
    other = [f"name {code}" for code in codes]
    np.testing.assert_array_equal(classes(one).encode(np.array(one)), classes(other).encode(np.array(other)))


@given(LABELS)
def test_a_task_comes_back_from_its_state(labels):
    if len(set(labels)) == len(labels) > 20:
        return
    task = classes(labels)
    assert type(task).from_state(task.state()) == task


@given(st.integers(2, 5), st.integers(0, 99), st.integers(1, 9))
def test_tidied_probabilities_are_shares(outputs, seed, count):
    task = classes([f"c{i % outputs}" for i in range(2 * outputs)])
    p = np.random.default_rng(seed).normal(size=(count, outputs))
    tidied = task.tidy(p)
    assert (tidied >= 0).all()
    np.testing.assert_allclose(tidied.sum(axis=1), 1)
    np.testing.assert_allclose(task.tidy(tidied), tidied)


@given(st.lists(st.floats(-1e9, 1e9), min_size=2, max_size=30))
def test_numbers_come_back_as_they_are(values):
    task = tasks.infer(values, "regression")
    np.testing.assert_array_equal(task.decode(task.encode(np.array(values))), np.array(values))


@given(
    st.lists(st.integers(0, 3), min_size=6, max_size=60).filter(lambda codes: len(set(codes)) > 1),
    st.randoms(),
)
def test_the_order_of_rows_does_not_decide_what_is_asked(codes, random):
    labels = [f"c{code}" for code in codes]
    shuffled = list(labels)
    random.shuffle(shuffled)
    assert tasks.infer(labels) == tasks.infer(shuffled)
