"""Benchmarks: what a run costs and how good it is, measured outside CI; `python -m benchmarks --list`."""

from benchmarks.scenario import Scenario
from fitwright.core.catalog import Catalog

catalog: Catalog[Scenario] = Catalog("benchmarks", Scenario)
"""Scenarios by name: the files of this folder."""
