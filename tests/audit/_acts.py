"""What the tests of audits share: a table of noise, and what one audit finds in a table."""

import numpy as np

from fitwright.audit import catalog
from fitwright.audit._look import Asked, pose
from fitwright.core.budget import Budget


def noise(count=300, seed=0):
    """Columns that say nothing."""
    rng = np.random.default_rng(seed)
    return {
        "size": rng.normal(size=count),
        "city": rng.choice(["rome", "oslo", "lima"], count).tolist(),
        "age": rng.integers(18, 90, count).astype(float),
    }


def labels(count=300, share=0.4, seed=1):
    """Yes and no, by chance."""
    return np.where(np.random.default_rng(seed).random(count) < share, "yes", "no")


def found(name, columns, y=None, **told):
    """What the audit of this name finds."""
    subject, _ = pose(Asked(columns, y, **told), Budget())
    return list(catalog.make(name).look(subject))


def columns_of(findings):
    """Their columns, one after the other."""
    return [name for finding in findings for name in finding.columns]
