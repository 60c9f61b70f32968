# The doors of the house. Everything they need is set up on the way; `make help` lists them.
.DEFAULT_GOAL := help
PYTHON_IN_VENV := .venv/bin/python
SETUP := sh requirements/setup.sh
PYTEST := $(PYTHON_IN_VENV) -m pytest

.PHONY: help setup dev run test fast lint format cover bench soak shots dist lock clean

help: ## list these targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | awk -F '\t' '{printf "  make %-8s %s\n", $$1, $$2}'

setup: ## install what running needs into .venv (EXTRAS=all: with PostgreSQL, OpenID and the libraries of all formats)
	@$(SETUP) $(if $(EXTRAS),all,run)

dev:
	@$(SETUP) dev

run: setup ## set up, load the sample project into an empty instance, serve it and print a sign-in link (PORT=, ARGS=)
	@$(PYTHON_IN_VENV) -m annotator demo
	@exec $(PYTHON_IN_VENV) -m annotator serve --link $(if $(PORT),--port $(PORT)) $(ARGS)

test: dev ## set up, browser and PostgreSQL included, then everything that CI runs
	@sh requirements/browser.sh
	@sh requirements/postgres.sh
	@$(MAKE) --no-print-directory lint
	@$(PYTEST) -n 2 --dist loadgroup $(ARGS)

fast: dev ## lint, and the tests that need neither browser nor PostgreSQL
	@$(MAKE) --no-print-directory lint
	@$(PYTEST) -n 2 --dist loadgroup -m "not browser and not postgres and not slow and not soak and not bench" $(ARGS)

lint: dev ## style, format, types and the import contract
	@$(PYTHON_IN_VENV) -m ruff check .
	@$(PYTHON_IN_VENV) -m ruff format --check .
	@$(PYTHON_IN_VENV) -m mypy
	@.venv/bin/lint-imports --no-logo

format: dev ## let ruff format and repair
	@$(PYTHON_IN_VENV) -m ruff check --fix-only .
	@$(PYTHON_IN_VENV) -m ruff format .

cover: dev ## branch coverage of the core, which must be complete
	@$(PYTEST) tests/core --cov=annotator.core --cov-branch --cov-fail-under=100

bench: dev ## measure speed and write the figures to bench/results/
	@$(PYTHON_IN_VENV) -m bench.run $(ARGS)

soak: dev ## the long run of the reliability tests
	@sh requirements/browser.sh
	@sh requirements/postgres.sh
	@$(PYTEST) -m soak $(ARGS)

shots: dev ## make the pictures of the papers again
	@sh requirements/browser.sh
	@$(PYTHON_IN_VENV) docs/shots.py $(ARGS)

dist: dev ## build wheel and sdist into dist/
	@rm -rf dist
	@$(PYTHON_IN_VENV) -m build --no-isolation

lock: dev ## resolve all dependencies again, newest versions, with hashes
	@sh requirements/lock.sh

clean: ## remove everything that can be made again; the instance folder stays
	@rm -rf .venv dist build htmlcov test-results .coverage .coverage.* .hypothesis .[a-z]*_cache
	@find annotator tests -name __pycache__ -type d -prune -exec rm -rf {} +
