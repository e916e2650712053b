"""A table as people have it: words, gaps, dates and numbers written as text; from frame to file and back."""

import tempfile
from pathlib import Path

import numpy as np
import polars as pl

import fitwright

rng = np.random.default_rng(0)
rows = 600
plan = rng.choice(["basic", "plus", "pro"], rows)
months = rng.integers(1, 60, rows)
left = (rng.random(rows) < 0.15 + 0.35 * (plan == "basic") - 0.004 * months).astype(int)
table = pl.DataFrame(
    {
        "plan": plan,
        "months": [None if i % 17 == 0 else int(m) for i, m in enumerate(months)],
        "bill": [f"${value:,.2f}" for value in 20 + 15 * rng.random(rows) + 900 * (plan == "pro")],
        "since": [f"20{20 - m // 12:02d}-{12 - m % 12:02d}-03" for m in months],
        "churn": np.where(left == 1, "yes", "no"),
    }
)

with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "customers.csv"
    table.write_csv(path)
    model = fitwright.fit(path, target="churn", max_trials=4, models=["linear", "lightgbm"], random_state=0)
    model.save(Path(folder) / "churn.fw")
    loaded = fitwright.load(Path(folder) / "churn.fw")

print(loaded.predict_proba(table.drop("churn").head(3)))
print(model.evaluate(table.drop("churn"), table["churn"]))
