"""A notebook fits, with workers, lambdas and pictures, as a script does."""

import pytest

CELLS = (
    """
import numpy as np
from fitwright import AutoClassifier, Float, tune

rng = np.random.default_rng(0)
X = rng.normal(size=(300, 4))
y = (X[:, 0] + rng.normal(0, 0.3, 300) > 0).astype(int)
""",
    """
right = lambda true, said: float(np.mean(true == said))
model = AutoClassifier(max_trials=2, models=["linear"], metric=right, n_jobs=2, random_state=0)
model.fit(X, y).score(X, y) > 0.8
""",
    "model.evaluate(X, y)",
    "tune(lambda config: (config['x'] - X.mean()) ** 2, {'x': Float(-1, 1)}, max_trials=4, n_jobs=2)",
    "len(_)",
)


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_a_notebook_fits_with_workers_and_lambdas_and_shows_pictures(tmp_path):
    nbclient = pytest.importorskip("nbclient", reason="needs nbclient and ipykernel")
    nbformat = pytest.importorskip("nbformat", reason="needs nbformat")
    pytest.importorskip("ipykernel", reason="needs ipykernel")
    cells = [nbformat.v4.new_code_cell(code.strip()) for code in CELLS]
    book = nbformat.v4.new_notebook(cells=cells)
    client = nbclient.NotebookClient(
        book, timeout=200, kernel_name="python3", resources={"metadata": {"path": tmp_path}}
    )
    client.execute()
    shown = [next((o["data"] for o in cell["outputs"] if "data" in o), {}) for cell in book.cells]
    assert shown[1]["text/plain"] == "True"
    assert "<svg" in shown[2]["text/html"]
    assert shown[4]["text/plain"] == "4"
