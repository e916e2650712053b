"""One space with a branch a learner, on data sets that several learners have."""

import json

import pytest

from benchmarks._learners import Learners, data_sets
from benchmarks.hpo_learners import HPOLearners, posed
from benchmarks.scenario import Options

INSTANCES = {
    "rbv2_xgboost": ["1", "2", "3", "4", "5"],
    "rbv2_rpart": ["5", "4", "3", "1"],
    "iaml_glmnet": ["5", "3"],
}


@pytest.fixture
def data(tmp_path):
    for family, names in INSTANCES.items():
        instance = {"name": "task_id", "type": "categorical", "choices": names}
        rate = {"name": "alpha", "type": "uniform_float", "log": False, "lower": 0.0, "upper": 1.0}
        folder = tmp_path / "hpo" / family
        folder.mkdir(parents=True)
        plain = {"hyperparameters": [instance, rate], "conditions": []}
        (folder / "config_space.json").write_text(json.dumps(plain), "utf-8")
    return tmp_path


def test_those_that_most_learners_have_come_first(data):
    assert data_sets(data / "hpo") == [
        ("3", ("xgboost", "rpart", "glmnet")),
        ("5", ("xgboost", "rpart", "glmnet")),
        ("1", ("xgboost", "rpart")),
        ("4", ("xgboost", "rpart")),
    ]


def test_a_learner_is_a_branch(data):
    space = Learners(data / "hpo", "5", ("xgboost", "rpart", "glmnet")).space
    assert [name for name, _ in space.walk()] == ["learner", "xgboost.alpha", "rpart.alpha", "glmnet.alpha"]
    assert space.complete({"learner": "rpart"}) == {"learner": "rpart", "rpart.alpha": 0.5}


def test_every_other_data_set_is_published(data):
    assert [one.name for one in posed(Options(data=data, only=("published",)))] == [
        "xgboost+rpart+glmnet-5",
        "xgboost+rpart-4",
    ]
    jobs = HPOLearners().jobs(Options(data=data, only=("published", "tpe"), seeds=1))
    assert [(job.id, job.label["learners"]) for job in jobs] == [
        ("xgboost+rpart+glmnet-5/reference", 3),
        ("xgboost+rpart+glmnet-5/tpe/s0-0", 3),
        ("xgboost+rpart-4/reference", 2),
        ("xgboost+rpart-4/tpe/s0-0", 2),
    ]
