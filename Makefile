# Everything a newcomer runs. Needs Python 3.11 or 3.12 with venv, make and git; `make help` lists the targets.

PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3)
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
PYTEST_ARGS ?=
# A process a core; the tests of a file stay together, so that what a file starts or trains is made once.
PYTEST := $(BIN)/python -m pytest --numprocesses logical --dist loadfile --no-loadscope-reorder

# One thread a process: OpenMP's threads do not survive a fork, and two cores are shared by many processes.
export OMP_NUM_THREADS := 1
export OPENBLAS_NUM_THREADS := 1
export MLFLOW_DISABLE_TELEMETRY := true

.DEFAULT_GOAL := help
.PHONY: help env demo test servers lint fast bench drill bench-env lock clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

env: $(STAMP) ## make the environment in .venv, or bring it up to date

demo: env ## simulate, train, serve and show a first personalised answer (DEMO_EXIT=1 ends after it)
	$(BIN)/slotwise demo $(if $(DEMO_EXIT),--exit)

# Debian keeps PostgreSQL's own commands out of the path, one folder a version.
HAVE = command -v $(1) >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/$(1) >/dev/null 2>&1

servers: ## install the servers and the browser that tests start: PostgreSQL, Redis, Chromium
	@missing=""; \
	$(call HAVE,initdb) || missing="$$missing postgresql"; \
	$(call HAVE,redis-server) || missing="$$missing redis-server"; \
	$(call HAVE,chromium) || missing="$$missing chromium"; \
	$(call HAVE,strace) || missing="$$missing strace"; \
	test -n "$$missing" || exit 0; \
	if command -v apt-get >/dev/null 2>&1 && test "$$(id -u)" = 0; then \
		echo "Installing$$missing, which tests start"; \
		(apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $$missing) >/dev/null \
			|| echo "Not all of$$missing could be installed; the tests that need it are skipped" >&2; \
	else \
		echo "Tests that need$$missing are skipped. On Debian and Ubuntu: sudo apt-get install$$missing" >&2; \
	fi

test: lint servers ## run every check: lint, then all tests, fast ones first
	@fast=0; \
	$(PYTEST) -m "not slow" $(PYTEST_ARGS) || fast=$$?; \
	$(PYTEST) -m slow $(PYTEST_ARGS) && exit $$fast

lint: env ## ruff, mypy and the import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fast: env ## only the tests that take no time
	$(PYTEST) -m "not slow" $(PYTEST_ARGS)

bench: env ## print the speed targets as ratios
	$(BIN)/slotwise bench speed

drill: env ## kill the server 200 times under load and count what was lost (KILLS=20 for fewer)
	$(BIN)/python -m bench.drills $(if $(KILLS),--kills $(KILLS))

bench-env: ## make the environment of the quality benchmark's peers in .venv-bench
	$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/python -m pip install --quiet --requirement bench/quality/requirements.txt

# A fresh environment, so that nothing installed by hand gets into the lock.
lock: ## resolve all dependencies anew and write requirements.lock
	rm -rf .venv-lock
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip install --quiet '.[train,dev]'
	echo '# All versions of the base, [train] and [dev] dependencies, as resolved by `make lock` on Python 3.11; used as pip constraints.' > requirements.lock
	.venv-lock/bin/python -m pip list --format=freeze --exclude pip --exclude setuptools --exclude slotwise >> requirements.lock
	rm -rf .venv-lock

clean: ## remove the environment, caches and what the demo wrote
	rm -rf $(VENV) .venv-lock .demo .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(STAMP): pyproject.toml requirements.lock
	@test -n "$(PYTHON)" && $(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 13))' || { \
		echo "Slotwise needs Python 3.11 or 3.12, and '$(PYTHON)' is not. Install one, or say where it is: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "'$(PYTHON)' cannot make virtual environments. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@echo "Installing into $(VENV): some 180 packages, a few minutes the first time"
	$(BIN)/python -m pip install --quiet --constraint requirements.lock --editable '.[train,dev]'
	@touch $(STAMP)
