# つなぎハブ. `make help` lists what there is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export HUB_DEMO ?= 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help run test e2e check bench faults lock clean

help: ## List the targets
	@grep -E '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

run: $(VENV)/run.stamp ## Serve the hub at http://127.0.0.1:8000 (HUB_PORT, HUB_DEMO=0 for an empty one)
	@exec $(BIN)/hub serve

test: $(VENV)/dev.stamp ## Unit, HTTP and data layer tests (SQLite and PostgreSQL)
	@tests/install-system pdf
	$(BIN)/python -m pytest -n 2 --ignore=tests/e2e

e2e: $(VENV)/dev.stamp ## Drive the real pages in Chromium, with axe-core and screenshots
	@tests/install-system browser
	$(BIN)/python -m pytest -n 2 --dist loadfile tests/e2e

check: $(VENV)/dev.stamp ## ruff, mypy and the architecture test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_architecture.py tests/test_docs.py

bench: $(VENV)/bench.stamp ## How fast the pages are, and what the search finds: make bench ARGS="--corpus F --queries F"
	$(BIN)/python -m benchmarks.pages
	$(BIN)/python -m benchmarks.pictures
	$(BIN)/python -m benchmarks.reports
	$(if $(ARGS),$(BIN)/python -m benchmarks.search $(ARGS))

faults: $(VENV)/dev.stamp ## Kill, damage and torment the real server: make faults ARGS="--kills 200 --json F"
	$(BIN)/python -m faults $(ARGS)

lock: $(VENV)/dev.stamp ## Resolve the dependencies anew into requirements/*.txt
	$(BIN)/pip install -q uv
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --upgrade --custom-compile-command "make lock" \
	  pyproject.toml requirements/build.in -o requirements/run.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --upgrade --custom-compile-command "make lock" \
	  pyproject.toml requirements/build.in --extra test --extra e2e --extra postgres --extra pdf -c requirements/run.txt -o requirements/dev.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --upgrade --custom-compile-command "make lock" --no-deps \
	  requirements/bench.in -o requirements/bench.txt

clean: ## Remove what was generated; data in var/ stays
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; set PYTHON=") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)

# The stamps say which lock file is installed; a changed lock installs again.
$(VENV)/run.stamp: requirements/run.txt pyproject.toml | $(BIN)/python
	$(BIN)/pip install -q --require-hashes -r requirements/run.txt
	$(BIN)/pip install -q --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt pyproject.toml | $(BIN)/python
	$(BIN)/pip install -q --require-hashes -r requirements/dev.txt
	$(BIN)/pip install -q --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/run.stamp

$(VENV)/bench.stamp: requirements/bench.txt $(VENV)/dev.stamp
	$(BIN)/pip install -q --require-hashes -r requirements/bench.txt
	@touch $@
