"""The leaderboard says what each candidate came to, and why."""

import pytest

from fitwright.core.events import Asked, Closed, Opened, Started, Stepped
from fitwright.core.history import History
from fitwright.core.trial import Result, Step, Steps
from fitwright.report import leaderboard


def told():
    history = History(Steps(2))
    history.add(Opened({"higher_is_better": True}))
    for number, (losses, state) in enumerate(
        [((-0.8, -0.6), "done"), ((-0.9, -0.9), "done"), ((-0.5,), "stopped")]
    ):
        history.add(Asked(number, {"model": f"m{number}"}))
        for fold, loss in enumerate(losses):
            values = {"error": 0.06, "seconds_predict": 0.1, "rows_judge": 50.0, "bytes": 100.0}
            result = Result(loss, values, seconds=2.0)
            history.add(Started(number, Step(fold)), Stepped(number, Step(fold), result))
        history.add(Closed(number, state, why="Worse." if state == "stopped" else ""))
    history.add(Asked(3, {"model": "m3"}), Closed(3, "failed", "signal", "Segmentation fault."))
    return history


CARD = {"trials": [1, 0], "weights": [0.75, 0.25], "score": 0.92, "error": 0.02, "folds": [0, 1]}


def test_the_best_is_first_and_those_without_a_score_last():
    rows = leaderboard(told())
    assert [row["candidate"] for row in rows] == [1, 0, 2, 3]
    assert rows[0]["score"] == pytest.approx(0.9)
    assert rows[-1]["score"] is None


def test_a_score_on_a_few_folds_stands_below_those_on_all():
    history = told()
    history.add(Asked(4, {"model": "lucky"}))
    history.add(Started(4, Step(0)), Stepped(4, Step(0), Result(-0.99)))
    assert [row["candidate"] for row in leaderboard(history)] == [1, 0, 4, 2, 3]


def test_failures_and_stops_have_their_reason():
    rows = {row["candidate"]: row for row in leaderboard(told())}
    assert rows[3]["why"] == "signal: Segmentation fault."
    assert (rows[2]["state"], rows[2]["why"]) == ("stopped", "Worse.")


def test_scores_have_their_uncertainty_and_cost():
    row = leaderboard(told())[0]
    assert row["error"] == pytest.approx(0.06 / 2**0.5)
    assert row["ms_per_row"] == pytest.approx(2.0)
    assert row["seconds"] == 4.0


def test_the_front_is_told_from_the_rest():
    history = told()
    assert [row["candidate"] for row in leaderboard(history) if row["front"]] == [1]
    quick = Result(-0.7, {"ms_per_row": 1.0})
    history.add(
        Asked(5, {"model": "quick"}), Started(5, Step(0)), Stepped(5, Step(0), quick), Closed(5, "done")
    )
    assert [row["candidate"] for row in leaderboard(history) if row["front"]] == [1, 5]


def test_members_of_one_pipeline_cost_less():
    rows = leaderboard(told(), {**CARD, "refitted": [1]})
    assert rows[0]["ms_per_row"] == pytest.approx(2.0 + 2.0 * 2)
    assert leaderboard(told(), {**CARD, "single": True})[0]["bytes"] == pytest.approx(200.0)


def test_the_ensemble_costs_what_all_its_members_cost():
    rows = leaderboard(told(), CARD)
    assert rows[0]["model"] == "ensemble"
    assert rows[0]["ms_per_row"] == pytest.approx(2.0 * 2 * 2)
    assert rows[0]["bytes"] == pytest.approx(400)
    assert [row["weight"] for row in rows[1:3]] == [0.75, 0.25]


def test_an_ensemble_judged_on_fewer_folds_says_what_its_score_is_to_be_held_against():
    assert leaderboard(told(), CARD)[0]["why"] == ""
    rows = leaderboard(told(), {**CARD, "trials": [0], "weights": [1.0], "folds": [0]})
    assert rows[0]["why"] == "on these folds its best has 0.8"
