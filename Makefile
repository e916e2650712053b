# `make` lists the commands.  They need Python >= 3.11 (make PYTHON=python3.12 ... picks one), git and pip.
PYTHON ?= python3
VENV ?= .venv
PY := $(VENV)/bin/python
PINS ?= constraints/ci.txt
export PIP_CONSTRAINT = $(PINS)
export PIP_BUILD_CONSTRAINT = $(PINS)
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: help demo test quick check format bench docs wheel oldest pins clean

help:  ## this list
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 10

demo: $(VENV)/.boost  ## set up, then the main job on a real table: progress, leaderboard, model, predictions
	$(VENV)/bin/fitwright demo

test: $(VENV)/.dev  ## set up, then all tests
	$(PY) -m pytest

quick: $(VENV)/.dev  ## the tests without the slow ones
	$(PY) -m pytest -m "not slow"

check: $(VENV)/.dev  ## format, lint, types, floors, house numbers
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/ruff check
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(PY) -m pytest -q tests/house

format: $(VENV)/.dev  ## let ruff lay out the code and mend what it can
	$(VENV)/bin/ruff format
	$(VENV)/bin/ruff check --fix

bench: $(VENV)/.dev  ## measure: WHAT=imports ARGS="--repeats 3"; without WHAT, what there is
	$(PY) -m benchmarks $(or $(WHAT),--list) $(ARGS)

docs: $(VENV)/.dev  ## docs/_build/html/index.html; a warning is an error, and nothing is fetched
	$(PY) -m sphinx -W --keep-going -q -b html docs docs/_build/html

wheel: $(VENV)/.dev  ## dist/fitwright-*.whl
	$(PY) -m build --wheel

oldest:  ## the quick suite on the lowest releases that pyproject.toml allows
	$(MAKE) quick VENV=.venv-oldest PINS=constraints/oldest.txt

PIN := uv pip compile pyproject.toml constraints/build.in -q --python-version 3.11 \
	--extra boost --extra onnx --extra excel --extra sql --extra optuna --extra docs --extra dev \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links
pins:  ## renew constraints/ (needs uv)
	$(PIN) --universal -U -o constraints/ci.txt
	$(PIN) constraints/oldest.in --resolution lowest-direct -U -o constraints/oldest.txt

clean:  ## forget the environments and what was built
	rm -rf .venv .venv-oldest build dist docs/_build docs/_generated .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

# A stamp is younger than what it was installed from; an environment made by hand is taken as it is and completed.
$(VENV)/.boost: EXTRAS := boost
$(VENV)/.dev: EXTRAS := boost,onnx,excel,sql,optuna,docs,dev
$(VENV)/.boost $(VENV)/.dev: pyproject.toml $(PINS)
	@test -x $(PY) || $(PYTHON) -c "import sys; sys.version_info >= (3, 11) or sys.exit('Fitwright needs Python >= \
	3.11; $(PYTHON) is ' + sys.version.split()[0] + '. Name a newer one: make PYTHON=python3.12')"
	test -x $(PY) || $(PYTHON) -m venv $(VENV)
	$(PY) -m pip --version || $(PY) -m ensurepip
	$(PY) -m pip install --quiet --editable ".[$(EXTRAS)]"
	touch $@
