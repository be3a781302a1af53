# OpenCME: every target says what it does; `make help` lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := .tools/bin/uv
export UV_PYTHON_DOWNLOADS := never
# What a person says on the command line reaches the program: OPENCME_DATABASE_URL, OPENCME_VAR, …
STAGE ?= all
PORT ?= 8000

.PHONY: help install scale demo dev seed test test-quick check fix bench lock clean

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

install: $(VENV)/.installed  ## make .venv with everything, at the locked versions

$(UV):
	@echo "Making the tool environment .tools (uv)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	    || { echo "OpenCME needs Python 3.11 or newer; say which with: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	    || { echo "This Python has no ensurepip. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	@$(PYTHON) -m venv .tools
	@.tools/bin/pip install --quiet --disable-pip-version-check uv

$(VENV)/.installed: requirements/dev.lock pyproject.toml | $(UV)
	@echo "Installing the locked dependencies into $(VENV)"
	@test -x $(BIN)/python || $(UV) venv --quiet --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')" $(VENV)
	@$(UV) pip sync --quiet --python $(BIN)/python --require-hashes requirements/dev.lock
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable . 2>/dev/null \
	    || $(UV) pip install --quiet --python $(BIN)/python --no-deps --editable .
	@touch $@

scale: install  ## add what `--engine spark` needs (Java 17 is not part of it)
	@$(UV) pip install --quiet --python $(BIN)/python --require-hashes --requirement requirements/scale.lock

demo: install  ## start OpenCME with the demo provider on 127.0.0.1:8000
	@$(BIN)/opencme demo --port $(PORT)

dev: install  ## the demo, restarted when code changes, with debug pages
	@OPENCME_DEBUG=1 $(BIN)/opencme demo --port $(PORT) --reload

seed: install  ## build one state: make seed STAGE=draft|review|live|closed|reported|all
	@$(BIN)/opencme seed --stage $(STAGE)

test: install  ## every test; installs Debian's Chromium where it may
	@$(BIN)/python -m opencme.commands.browser
	@$(BIN)/pytest $(ARGS)

test-quick: install  ## the tests that need no browser and no extra processes
	@$(BIN)/pytest -m "not browser and not concurrency and not slow" $(ARGS)

check: install  ## all that CI checks without running the product: style, types, contracts, templates, locks, docs
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports
	@$(BIN)/mypy
	@$(BIN)/djlint src --lint --quiet
	@$(BIN)/python manage.py makemigrations --check --dry-run
	@$(BIN)/python -m opencme.commands.checks
	@$(BIN)/sphinx-build -q -W --keep-going docs docs/_build/html

fix: install  ## put style right and renew what is generated from code
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .
	@$(BIN)/python -m opencme.commands.checks --write

bench: install  ## measure, and write docs/reference/performance.md
	@$(BIN)/python bench/run.py $(ARGS)

lock: | $(UV)  ## renew requirements/*.lock from the *.in files
	@for kind in run dev; do \
	    $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
	        requirements/$$kind.in --output-file requirements/$$kind.lock; \
	done
	@$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
	    --constraint requirements/run.lock requirements/scale.in --output-file requirements/scale.lock
