.DEFAULT_GOAL := help
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/pip install --quiet --disable-pip-version-check

.PHONY: help install run code test check assets clean

help: ## Say what each command does
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /: /'

$(BIN)/python:
	@echo "Making a Python environment in $(VENV) (first time only)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Wraparound needs Python 3.11 or newer: make run PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements.txt pyproject.toml | $(BIN)/python
	@echo "Installing what Wraparound runs on (about a minute, first time only)"
	@$(INSTALL) --require-hashes -r requirements.txt
	@$(INSTALL) --no-deps --editable .
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/run.stamp
	@echo "Installing what the tests need (first time only)"
	@$(INSTALL) --require-hashes -r requirements-dev.txt
	@touch $@

install: $(VENV)/run.stamp ## Install what Wraparound runs on, in .venv

run: $(VENV)/run.stamp ## Build everything, load the sample area and serve it on 127.0.0.1:8000
	@DEMO=true $(BIN)/wraparound demo --port $(PORT)

code: $(VENV)/run.stamp ## Say the codes that the sample sign-ins ask for now
	@DEMO=true $(BIN)/wraparound code

test: $(VENV)/dev.stamp ## Pass all tests, in parallel
	@$(BIN)/pytest -n auto --dist loadgroup

check: $(VENV)/dev.stamp ## Lint, types and contracts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports
	@$(BIN)/mypy wraparound
	@$(BIN)/djlint wraparound --lint --quiet
	@$(BIN)/wraparound makemigrations --check --dry-run

assets: ## Rebuild the stylesheet and scripts that are committed (maintainers; needs Node)
	@cd assets && npm ci --silent && npm run --silent build

clean: ## Remove the environment and everything an embedded installation made
	rm -rf $(VENV) var
