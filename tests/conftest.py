"""What all tests share: the folder of real tables, and property tests that are the same on every run."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

BESIDE = Path(__file__).parents[2] / "shared" / "data"

for name, examples in (("quick", 20), ("thorough", 100)):
    settings.register_profile(
        name,
        max_examples=examples,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )


def pytest_configure(config: pytest.Config) -> None:
    """Few examples where the slow tests are left out."""
    settings.load_profile("quick" if "not slow" in config.getoption("markexpr") else "thorough")


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """Real tables: the folder in FITWRIGHT_DATA, else ../shared/data beside the checkout; skips without."""
    folder = Path(os.environ.get("FITWRIGHT_DATA", BESIDE))
    if not folder.is_dir():
        pytest.skip(f"needs real tables: set FITWRIGHT_DATA to their folder ({folder} is none)")
    return folder
