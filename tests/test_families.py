"""Which families are searched, and where each begins."""

from sklearn.svm import SVC

from fitwright import models
from fitwright.space import Int
from tests.posed import planned, posed


def test_every_family_whose_turn_it_is_gets_a_start_before_any_gets_two():
    plan = planned(posed(), models=None)
    families = [config["model"] for config in plan.first]
    named = {name for name in families if models.catalog.get(name).turn == "first"}
    assert {"linear", "knn", "random_forest", "extra_trees", "lightgbm"} <= named
    assert set(families[: len(named)]) == named
    assert "baseline" not in families


def test_other_families_come_once_after_two_rounds_where_they_are_cheap_or_when_asked():
    plan = planned(posed(), models=None)
    families = [config["model"] for config in plan.first]
    turns = {name: models.catalog.get(name).turn for name in families}
    late = [place for place, name in enumerate(families) if turns[name] == "later"]
    assert {"lda", "naive_bayes"} <= {families[place] for place in late}
    assert min(late) >= 2 * len([name for name in turns if turns[name] == "first"])
    assert len(late) == len({families[place] for place in late})
    assert "asked" not in turns.values()
    assert not {families[place] for place in late} & set(plan.space.domains["model"].options)
    asked = planned(posed(), models=None, space={"tree": {"max_depth": Int(1, 3)}})
    assert "tree" in asked.space.domains["model"].options


def test_the_cheapest_family_is_first():
    plan, intake = planned(posed(), models=["lightgbm", "linear", "random_forest"]), posed()
    shape = (len(plan.folds[0][0]), len(intake.table.names))
    costs = [models.catalog.make(c["model"]).cost(intake.task, shape).seconds for c in plan.first[:3]]
    assert costs == sorted(costs)


def test_a_family_that_often_leads_comes_before_what_is_a_little_cheaper():
    plan, intake = planned(posed(), models=["mlp", "extra_trees", "linear", "random_forest"]), posed()
    shape = (len(plan.folds[0][0]), len(intake.table.names))
    ours = [models.catalog.make(config["model"]) for config in plan.first[:4]]
    weighed = [model.cost(intake.task, shape).seconds / model.promise for model in ours]
    assert weighed == sorted(weighed)
    assert models.catalog.get("mlp").promise > 1


def test_starts_lie_in_the_space():
    plan = planned(posed(), models=None)
    searched = plan.space.domains["model"].options
    for config in plan.first:
        if config["model"] in searched:
            assert plan.space.complete(config) == config


def test_a_users_estimator_is_a_family_under_its_own_name():
    plan = planned(posed(), models=[SVC(), "linear"], space={"SVC": {"C": Int(1, 5)}})
    assert "SVC" in plan.own
    assert any(config["model"] == "SVC" and "SVC.C" in config for config in plan.first)
