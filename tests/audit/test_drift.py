"""What differs in another table."""

import numpy as np

from tests.audit._acts import columns_of, found, labels, noise


def test_the_same_kind_of_rows_is_no_drift():
    assert not found("drift", noise(), other=noise(seed=9))


def test_shifted_numbers_new_gaps_and_new_levels():
    later = noise(seed=9)
    later["size"] = later["size"] + 2
    later["age"] = np.where(np.random.default_rng(0).random(300) < 0.6, np.nan, later["age"])
    later["city"] = ["quito" if i % 3 == 0 else city for i, city in enumerate(later["city"])]
    findings = found("drift", noise(), other=later)
    assert set(columns_of(findings)) == {"size", "age", "city"}
    told = {finding.columns[0]: finding.seen for finding in findings}
    assert "median" in told["size"]
    assert "missing in 0% of the rows here" in told["age"]
    assert any("33.3%" in finding.seen for finding in findings if finding.columns == ("city",))


def test_a_target_that_changed():
    one, two = {**noise(), "y": labels()}, {**noise(seed=9), "y": labels(share=0.9)}
    [finding] = found("drift", one, "y", other=two)
    assert "target itself" in finding.seen
