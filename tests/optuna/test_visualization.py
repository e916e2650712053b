"""Optuna's names of plots."""

import pytest

from fitwright import optuna
from fitwright.core.errors import SettingError
from fitwright.optuna import visualization
from tests.figures._read import hints, shapes, texts


def objective(trial):
    x, y = trial.suggest_float("x", -1, 1), trial.suggest_int("y", 1, 9)
    for step in range(3):
        trial.report(x**2 + y / (1 + step), step)
    return x**2 + y


@pytest.fixture(scope="module")
def study():
    made = optuna.create_study(sampler=optuna.samplers.RandomSampler(), pruner=optuna.pruners.NopPruner())
    made.optimize(objective, n_trials=10)
    return made


ALL = [getattr(visualization, name) for name in visualization.__all__ if name.startswith("plot_")]


@pytest.mark.parametrize("plot", ALL, ids=lambda plot: plot.__name__)
def test_each_draws_a_picture(study, plot):
    assert plot(study).svg.startswith("<svg")


def test_parameters_are_chosen_and_what_is_not_known_is_named(study):
    assert visualization.plot_slice(study, params=["x"]).svg.count("<g") <= visualization.plot_slice(
        study
    ).svg.count("<g")
    with pytest.warns(UserWarning, match="n_points"):
        visualization.plot_contour(study, params=["x", "y"], n_points=9)
    assert visualization.is_available()
    with pytest.raises(AttributeError, match=r"plot_slice.*study\.ours\.plot"):
        _ = visualization.plot_terminator_improvement


def test_something_else_than_the_value_is_drawn(study):
    several = optuna.create_study(directions=["minimize"] * 2, sampler=optuna.samplers.RandomSampler())
    several.optimize(
        lambda trial: (trial.suggest_float("x", 0, 1), trial.suggest_float("y", 5, 6)), n_trials=20
    )
    for name, other, place in (("x", "y", 0), ("y", "x", 1)):
        shares = optuna.importance.get_param_importances(
            several, target=lambda t, place=place: t.values[place]
        )
        assert shares[name] > 0.9 > 0.2 > shares[other]
    for plot in ALL:
        if plot.__name__ in (
            "plot_slice",
            "plot_rank",
            "plot_contour",
            "plot_edf",
            "plot_parallel_coordinate",
        ):
            drawn = plot(several, target=lambda trial: 1000 * trial.values[1])
            assert drawn.svg != plot(several).svg
    spent = visualization.plot_optimization_history(study, target=lambda t: t.duration.total_seconds())
    assert "Best so far" in texts(spent)


@pytest.mark.parametrize(
    "plot",
    ["optimization_history", "slice", "edf", "parallel_coordinate", "param_importances", "rank", "contour"],
)
def test_what_is_drawn_has_its_name(study, plot):
    draw = getattr(visualization, f"plot_{plot}")
    spent = draw(study, target=lambda trial: trial.duration.total_seconds(), target_name="duration")
    assert any("duration" in text for text in texts(spent))
    assert any("loss" in text for text in texts(draw(study, target_name="loss")))


def test_names_of_several_values_stand_on_their_axes():
    study = optuna.create_study(directions=["minimize", "maximize"])
    study.optimize(lambda trial: (trial.suggest_float("x", 0, 1), trial.suggest_float("y", 5, 6)), n_trials=4)
    named = visualization.plot_pareto_front(study, target_names=["FLOPS", "accuracy"])
    assert {"FLOPS", "accuracy"} <= set(texts(named))
    study.set_metric_names(["loss", "size"])
    assert {"loss", "size"} <= set(texts(visualization.plot_pareto_front(study)))
    for plot in ("optimization_history", "edf", "contour", "rank", "slice"):
        assert any("loss" in text for text in texts(getattr(visualization, f"plot_{plot}")(study))), plot
    for few in (["FLOPS"], "FLOPS"):
        with pytest.raises(SettingError, match="two names"):
            visualization.plot_pareto_front(study, target_names=few)


def test_one_value_with_a_name_is_drawn_against_seconds(study):
    named = optuna.create_study()
    named.optimize(lambda trial: trial.suggest_float("x", 0, 1), n_trials=3)
    named.set_metric_names(["loss"])
    assert {"loss", "seconds"} <= set(texts(visualization.plot_pareto_front(named)))
    visualization.plot_slice(study, target_name="secret")
    assert "secret" not in texts(visualization.plot_slice(study))


def test_several_studies_are_compared(study):
    other = optuna.create_study(study_name="other")
    other.optimize(lambda trial: -objective(trial), n_trials=4)
    drawn = visualization.plot_edf([study, other, study])
    ends = {text[-6:] for text in texts(drawn)}
    assert {study.study_name[-6:], "other", f"{study.study_name[-2:]} (2)"} <= ends
    assert len(shapes(drawn, "polyline")) == 3


def test_pictures_are_saved_by_plotlys_words(study, tmp_path):
    drawn = visualization.plot_slice(study)
    drawn.write_html(tmp_path / "slices.html")
    assert drawn.svg in (tmp_path / "slices.html").read_text("utf-8")
    drawn.write_image(str(tmp_path / "slices.svg"))
    assert (tmp_path / "slices.svg").read_text("utf-8") == drawn.svg
    with pytest.raises(SettingError, match=r"ends in \.svg"):
        drawn.write_image("slices.png")


def test_what_plotly_would_change_stays_and_is_told(study):
    drawn = visualization.plot_slice(study)
    with pytest.warns(UserWarning, match="knows no width, height here"):
        assert drawn.update_layout({"width": 900}, height=300) is drawn
    with pytest.warns(UserWarning, match="knows no title"):
        assert drawn.update_xaxes(title="x").update_traces() is drawn


def test_several_studies_stand_in_one_picture_of_their_history():
    studies = [optuna.create_study(study_name=name) for name in ("first", "second", "second")]
    for seed, one in enumerate(studies):
        one.sampler = optuna.samplers.RandomSampler(seed=seed)
        one.optimize(lambda trial: trial.suggest_float("x", 0, 1), n_trials=5)
    drawn = visualization.plot_optimization_history(studies)
    assert all(name in drawn.svg for name in ("first", "second", "second (2)"))
    with pytest.raises(SettingError, match="got none"):
        visualization.plot_optimization_history([])


@pytest.fixture(scope="module")
def pruned():
    """Trials that report -9 and are pruned, among others."""

    def objective(trial):
        x, y = trial.suggest_float("x", 0, 1), trial.suggest_float("y", 0, 1)
        trial.report(-9.0 - x, 0)
        if x > 0.5:
            raise optuna.TrialPruned
        return y

    made = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=1))
    made.optimize(objective, n_trials=20)
    return made


@pytest.mark.parametrize("plot", ["slice", "contour", "rank", "edf", "parallel_coordinate"])
def test_trials_that_were_pruned_have_no_value_to_draw(pruned, plot):
    drawn = getattr(visualization, f"plot_{plot}")(pruned)
    assert not [text for text in [*texts(drawn), *hints(drawn)] if "-9" in text]
    assert shapes(drawn, "circle") + shapes(drawn, "polyline")


def test_what_pruned_trials_reported_makes_nothing_important(pruned):
    shares = optuna.importance.get_param_importances(pruned)
    assert shares["y"] > 0.8
    assert {trial.state.name for trial in pruned.trials} == {"COMPLETE", "PRUNED"}


def test_contours_of_several_parameters_are_a_grid():
    study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=1))
    names = "abcdef"
    study.optimize(lambda trial: [trial.suggest_float(name, 0, 1) for name in names][2], n_trials=12)
    drawn = texts(visualization.plot_contour(study, params=["a", "b", "f"]))
    assert {"a and b", "a and f", "b and f"} <= set(drawn)
    every = visualization.plot_contour(study)
    assert texts(every)[0].endswith("the 4 most important of 6 names")
    assert len(shapes(every, "circle")) == 6 * 12
    assert {"c"} <= set(texts(every))


@pytest.fixture(scope="module")
def several():
    """(1, 3), (2, 2) and (3, 1) beat (3, 3); (0, 0) breaks a limit."""

    def objective(trial):
        place = trial.suggest_int("place", 0, 4)
        trial.set_constraint("room", 1.0 if place == 4 else 0.0)
        trial.set_user_attr("size", 10 * place)
        return [(1.0, 3.0), (2.0, 2.0), (3.0, 1.0), (3.0, 3.0), (0.0, 0.0)][place]

    made = optuna.create_study(
        directions=["minimize", "minimize"], sampler=optuna.samplers.GridSampler({"place": range(5)})
    )
    made.optimize(objective)
    return made


def deep(drawn):
    return sum(circle.get("fill") == "rgb(18,62,120)" for circle in shapes(drawn, "circle"))


def test_the_front_is_drawn_alone_or_with_all_others(several):
    every = visualization.plot_pareto_front(several)
    assert (deep(every), len(shapes(every, "circle"))) == (3, 5)
    alone = visualization.plot_pareto_front(several, include_dominated_trials=False)
    assert (deep(alone), len(shapes(alone, "circle"))) == (3, 3)
    assert {"value_0", "value_1"} <= set(texts(alone))


def test_a_front_is_drawn_over_what_a_function_says(several):
    drawn = visualization.plot_pareto_front(
        several,
        targets=lambda trial: (trial.user_attrs["size"], trial.values[0]),
        target_names=["size", "loss"],
    )
    assert deep(drawn) == 3
    assert {"size", "loss"} <= set(texts(drawn))
    assert {"0: 1", "10: 2", "20: 3"} <= set(hints(drawn))
    cube = visualization.plot_pareto_front(several, targets=lambda trial: [*trial.values, trial.number])
    assert {"target_0", "target_1", "target_2"} <= set(texts(cube))
    assert len(shapes(cube, "circle")) == 3 * 5


@pytest.mark.parametrize(
    ("targets", "names", "words"),
    [
        (lambda trial: trial.values[0], None, "two or three numbers.*trial"),
        (lambda trial: ("a", "b"), None, "two or three numbers"),
        (lambda trial: [1.0] * (2 + trial.number % 2), None, "as many numbers of each"),
        (lambda trial: trial.values, ["one"], r"two names, one for each axis; got \['one'\]"),
        (lambda trial: [1, 2, 3], ["one", "two"], "three names"),
    ],
)
def test_targets_that_cannot_be_drawn_are_refused(several, targets, names, words):
    with pytest.raises(ValueError, match=words):
        visualization.plot_pareto_front(several, targets=targets, target_names=names)


def test_a_front_of_nothing_says_so():
    empty = optuna.create_study(directions=["minimize"] * 3)
    for targets in (None, lambda trial: trial.values[:2]):
        drawn = visualization.plot_pareto_front(empty, targets=targets)
        assert texts(drawn) == ["Pareto front", "nothing to show"]


def test_three_values_are_drawn_two_by_two():
    study = optuna.create_study(directions=["minimize", "maximize", "minimize"])
    study.optimize(lambda trial: [trial.suggest_float(name, 0, 1) for name in "abc"], n_trials=6)
    drawn = visualization.plot_pareto_front(study, target_names=["A", "B", "C"])
    assert len(shapes(drawn, "circle")) == 3 * 6
    assert [text for text in texts(drawn) if text in "ABC"] == ["A", "B", "A", "C", "B", "C"]


def test_one_value_is_drawn_over_what_a_function_says(study):
    drawn = visualization.plot_pareto_front(study, targets=lambda trial: (trial.params["x"], trial.value))
    assert deep(drawn) == 1
    alone = visualization.plot_pareto_front(study, include_dominated_trials=False)
    assert deep(alone) == len(shapes(alone, "circle")) < 10
