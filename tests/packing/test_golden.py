"""Files of earlier releases open for ever, and say what they said then."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import fitwright

FILES = sorted((Path(__file__).parent / "golden").glob("*.fw"))
APART = """
import json, sys
BLOCKED = {"catboost", "joblib", "lightgbm", "narwhals", "onnx", "onnxruntime", "pandas", "polars", "pyarrow",
           "sklearn", "torch", "xgboost"}
class Wall:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in BLOCKED:
            raise ImportError(f"{name} is blocked")
sys.meta_path.insert(0, Wall())
import numpy as np
import fitwright
model = fitwright.load(sys.argv[1])
X = json.loads(sys.stdin.read())
rows = np.array(list(zip(*X.values())), dtype=object)
told = [model.predict(X).tolist(), model.predict(rows).tolist(), model.outputs(X).tolist()]
told += [model.outputs({name: np.array(column) for name, column in X.items()}).tolist()]
assert not BLOCKED & {name.partition(".")[0] for name in sys.modules}
print(json.dumps(told))
"""

each = pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)


def expected(path):
    return json.loads(path.with_suffix(".json").read_text("utf-8"))


def test_there_is_one_of_this_release():
    assert {path.name for path in FILES} >= {"v1-classification.fw", "v1-regression.fw"}
    assert all(path.stat().st_size < 100_000 for path in FILES)


@each
def test_it_says_what_it_said(path):
    told, model = expected(path), fitwright.load(path)
    np.testing.assert_allclose(model.outputs(told["X"]), told["p"], rtol=0, atol=1e-9)
    if model.task.classifies:
        assert model.answers(told["X"]).tolist() == told["answers"]
    model.warm()
    np.testing.assert_allclose(model.outputs(told["X"]), told["p"], rtol=0, atol=1e-9)


@each
def test_it_opens_and_predicts_with_numpy_and_scipy_alone(path):
    told = expected(path)
    done = subprocess.run(
        [sys.executable, "-c", APART, str(path)],
        input=json.dumps(told["X"]), capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    by_dict, by_array, p, by_columns = json.loads(done.stdout)
    np.testing.assert_allclose(p, told["p"], rtol=0, atol=1e-9)
    np.testing.assert_array_equal(by_columns, p)
    assert by_dict == by_array


@each
def test_saved_again_it_is_the_same_to_the_last_bit(path, tmp_path):
    model, X = fitwright.load(path), expected(path)["X"]
    model.save(tmp_path / "again.fw")
    again = fitwright.load(tmp_path / "again.fw")
    assert np.array_equal(again.outputs(X), model.outputs(X))
    again.save(tmp_path / "third.fw")
    assert (tmp_path / "third.fw").read_bytes() == (tmp_path / "again.fw").read_bytes()
