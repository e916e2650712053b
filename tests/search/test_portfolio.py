"""The list first, whatever happened before; then the other searcher."""

from fitwright.core.events import Asked
from fitwright.core.history import History
from fitwright.search.portfolio import Portfolio
from fitwright.search.random import Random
from fitwright.space import Choice, Int, Space

SPACE = Space(depth=Int(1, 9, default=4))


def test_the_list_comes_first_and_in_order():
    searcher = Portfolio(SPACE, configs=[{"depth": 7}, {"depth": 2}])
    history = History()
    asked = []
    for number in range(4):
        config = searcher.ask(number, history)
        assert config is not None
        asked.append(config["depth"])
        history.add(Asked(number, config))
    assert asked[:2] == [7, 2]
    assert len(set(asked)) == 4


def test_what_the_history_has_is_not_proposed_again():
    searcher = Portfolio(SPACE, configs=[{"depth": 7}, {"depth": 2}])
    assert searcher.ask(1, History(events=[Asked(0, {"depth": 7})])) == {"depth": 2}
    assert searcher.ask(1, History(events=[Asked(0, {"depth": 2})])) == {"depth": 7}


def test_another_searcher_is_asked_after_the_last():
    history = History(events=[Asked(0, {"depth": 7})])
    then = Random(SPACE, seed=5)
    assert Portfolio(SPACE, configs=[{"depth": 7}], then=then).ask(1, history) == then.ask(1, history)


def test_without_a_list_it_begins_with_the_default():
    searcher = Portfolio(SPACE)
    assert searcher.ask(0, History()) == {"depth": 4}
    assert searcher.origin({"depth": 4}) == "portfolio"


def test_it_ends_with_the_space():
    searcher = Portfolio(Space(a=Choice([1, 2])))
    history = History(events=[Asked(0, {"a": 1}), Asked(1, {"a": 2})])
    assert searcher.ask(2, history) is None


def test_who_proposed_a_config_is_told():
    searcher = Portfolio(
        SPACE,
        configs=[{"model": "mean"}, {"depth": 7}],
        origins=["baseline"],
        then=Random(SPACE),
    )
    assert [searcher.origin(c) for c in ({"model": "mean"}, {"depth": 7}, {"depth": 8})] == [
        "baseline",
        "portfolio",
        "random",
    ]


def test_a_proposed_config_can_be_changed_without_harm():
    searcher = Portfolio(SPACE, configs=[{"depth": 7}])
    config = searcher.ask(0, History())
    assert config is not None
    config["depth"] = 1
    assert searcher.ask(0, History()) == {"depth": 7}
