"""Random search: seeded, without twins, and over when a finite space is."""

from fitwright.core.events import Asked
from fitwright.core.history import History
from fitwright.search.random import Random
from fitwright.space import Choice, Float, Int, Space

TREE = Space.one_of(
    "model", {"forest": Space(depth=Int(1, 3)), "mean": Space(), "knn": Space(p=Choice([1, 2]))}
)


def run(searcher, trials):
    history = History()
    for number in range(trials):
        config = searcher.ask(number, history)
        if config is None:
            break
        history.add(Asked(number, config))
    return [trial.config for trial in history]


def test_a_finite_space_is_tried_out_without_twins_and_then_it_ends():
    configs = run(Random(TREE, seed=1), 50)
    assert len(configs) == 6
    assert len({repr(config) for config in configs}) == 6


def test_a_finite_space_of_steps_ends_too():
    assert len(run(Random(Space(a=Float(0, 1, step=0.25), b=Float(2, 2))), 50)) == 5


def test_it_depends_on_seed_and_number_alone():
    space = Space(a=Float(0, 1), b=Int(0, 1000))
    first, again = run(Random(space, seed=3), 5), run(Random(space, seed=3), 5)
    assert first == again
    assert run(Random(space, seed=4), 5) != first
    assert Random(space, seed=3).ask(4, History()) == first[4]


def test_its_memo_does_not_outlive_a_history():
    searcher = Random(Space(a=Choice([1, 2])))
    assert len(run(searcher, 5)) == 2
    assert len(run(searcher, 5)) == 2


def test_an_endless_space_never_ends():
    assert len(run(Random(Space(a=Int(0, 10**9), b=Float(0, 1))), 100)) == 100


def test_it_gives_its_name_to_what_it_proposes():
    assert Random(TREE).origin({}) == "random"
