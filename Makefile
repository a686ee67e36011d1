# What can be done here; `make` alone lists it. README.md tells more.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PORT ?= 8000
PYTHON ?= $(firstword $(shell command -v python3.11 python3))
VENV := .venv
RUN := $(VENV)/.installed-run
DEV := $(VENV)/.installed-dev

.PHONY: help
help: ## list the commands
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 22

.PHONY: run
run: $(RUN) ## serve the site with demo content on http://127.0.0.1:$PORT (8000)
	@$(VENV)/bin/python tools/compile_translations.py
	@SITE_URL=$${SITE_URL:-http://127.0.0.1:$(PORT)} \
		exec $(VENV)/bin/python manage.py run_demo --port $(PORT)

.PHONY: test
test: $(DEV) ## lint, types, contracts, the suite, races, browser journeys
	@tools/install_test_packages.sh
	@tools/test.sh

.PHONY: test-postgres
test-postgres: $(DEV) ## the suite again, on PostgreSQL instead of SQLite
	@$(VENV)/bin/python tools/throwaway_postgres.py -- $(VENV)/bin/python -m pytest \
		-q -n auto --maxprocesses 4 -m "not postgres and not journey"

.PHONY: bench
bench: $(DEV) ## pages and registrations against a bare Django floor, as ratios
	@tools/install_test_packages.sh
	@$(VENV)/bin/python -m benchmarks

.PHONY: translations
translations: $(DEV) ## collect the strings of the code into locale/, say what lacks
	@$(VENV)/bin/python -m tools.merge_translations $(FROM)

.PHONY: format
format: $(DEV) ## put Python and templates into their form
	@$(VENV)/bin/python -m ruff check --fix --quiet . || true
	@$(VENV)/bin/python -m ruff format --quiet .
	@git ls-files -z '*.html' | xargs -0r $(VENV)/bin/djhtml --tabwidth 4

.PHONY: clean
clean: ## forget the environment, the demo's data and all caches
	rm -rf $(VENV) var .pytest_cache .ruff_cache .mypy_cache .import_linter_cache \
		.hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} + -o -name '*.mo' -delete

$(RUN): requirements.txt tools/make_environment.py
	@test -n "$(PYTHON)" || { echo "make: Python 3.11 is needed"; exit 1; }
	@$(PYTHON) tools/make_environment.py requirements.txt
	@touch $@

$(DEV): requirements-dev.txt requirements.txt tools/make_environment.py
	@$(PYTHON) tools/make_environment.py requirements-dev.txt
	@touch $(RUN) $@
