# Vigente's commands. `make` alone lists them.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help setup demo test check bench access audit screenshot lock clean

PYTHON ?= python3
PORT ?= 8000
RUN := .venv/bin/python
# Static tools read the settings; this address lets them do so without starting a database. Nothing connects to it.
NO_DATABASE := DATABASE_URL=postgresql://nobody@localhost/none MODE=test
OURS := portal courses playbooks ideas sandbox tests manage.py

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

setup: ## Install what is locked into .venv; does nothing when nothing changed
	@command -v "$(PYTHON)" > /dev/null || { echo "Python 3.11 or newer is missing: install python3 and run again."; exit 1; }
	@"$(PYTHON)" .ci/setup.py

demo: setup ## Start everything with a demo inside (make demo PORT=8123)
	@PORT="$(PORT)" exec $(RUN) manage.py demo --skip-checks

test: setup ## Check, then run every test, the browser's included
	@$(MAKE) --no-print-directory check
	@$(RUN) -m tests.browser
	@$(RUN) -m pytest

check: setup ## Format, lint, contracts, types, templates, migrations, dependencies
	@.venv/bin/ruff format --check $(OURS)
	@.venv/bin/ruff check $(OURS)
	@.venv/bin/lint-imports
	@$(NO_DATABASE) .venv/bin/mypy
	@.venv/bin/djlint --lint --quiet templates
	@$(NO_DATABASE) PYTHONWARNINGS=ignore::RuntimeWarning $(RUN) manage.py makemigrations --check --dry-run --skip-checks
	@.venv/bin/deptry .

bench: setup ## Measure pages and acts: queries and milliseconds
	@$(RUN) -m pytest tests/bench -o python_files='bench_*.py' -n 0 -p no:randomly -s

access: setup ## Write docs/access.md: who may reach what
	@$(RUN) -m tests.architecture.access_table

audit: setup ## Ask for known weaknesses of what is installed (depends on the day)
	@[ -x var/audit/bin/pip-audit ] || { "$(PYTHON)" -m venv var/audit && var/audit/bin/python -m pip install -q pip-audit; }
	@var/audit/bin/pip-audit --require-hashes --disable-pip -r requirements.lock

screenshot: setup ## Draw the README's picture from the running demo (same PORT)
	@PORT="$(PORT)" $(RUN) tests/screenshot.py

lock: ## Resolve pyproject.toml anew into requirements.lock, without any address
	@[ -x var/lock/bin/uv ] || { mkdir -p var && "$(PYTHON)" -m venv var/lock && var/lock/bin/python -m pip install -q uv; }
	@var/lock/bin/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-annotate --no-header --quiet -o requirements.lock

clean: ## Remove the demo's data and every cache; the next `make demo` starts anew
	@$(PYTHON) .ci/clean.py
