"""Our searchers pass the tests that Optuna ships for its own samplers."""

import pytest

pytest.importorskip("optuna.testing.pytest_samplers", reason="this release of Optuna ships no tests")
from optuna.testing import pytest_samplers as suite

from fitwright.optuna_sampler import FitwrightSampler

pytestmark = pytest.mark.slow
SEARCHERS = ["cmaes", "evolution", "gaussian", "random", "tpe"]


class Ours:
    @pytest.fixture(params=SEARCHERS)
    def sampler(self, request):
        return lambda: FitwrightSampler(request.param, seed=0)


class TestBasic(Ours, suite.BasicSamplerTestCase):
    pass


class TestRelative(Ours, suite.RelativeSamplerTestCase):
    pass


class TestSingleOnly(Ours, suite.SingleOnlySamplerTestCase):
    pass
