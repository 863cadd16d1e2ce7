PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The environment is filled by the pip that is there; one of its own, made first, takes as long as half the packages.
PIP = $(shell $(PYTHON) -c 'import pip' 2>/dev/null && echo $(PYTHON) -m pip --python $(BIN)/python || echo $(BIN)/python -m pip)
# The lock files name every package: nothing is resolved; and Python compiles what it imports when it does.
INSTALL = $(PIP) install --quiet --disable-pip-version-check --no-deps --no-compile --require-hashes
.DEFAULT_GOAL := help
# Six services import 1,500 modules at each start: compiled once, whatever the caller's shell says.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run demo test lint bench fault properties mutants screenshots docs lock clean

help:            ## Say what each command does
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

$(VENV)/production: requirements/production.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Espace Prêts needs Python 3.11 or newer: make PYTHON=python3.11")'
	@test -x $(BIN)/python || $(PYTHON) -m venv --without-pip $(VENV)
	@$(PYTHON) -c 'import pip' 2>/dev/null || $(BIN)/python -m ensurepip >/dev/null
	@$(INSTALL) -r requirements/production.txt
	@echo '$(CURDIR)' > "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/espace-prets.pth"
	@printf '#!/bin/sh\nexec "%s/python" -m deploy "$$@"\n' '$(abspath $(BIN))' > $(BIN)/prets && chmod +x $(BIN)/prets
	@touch $@

$(VENV)/development: requirements/development.txt $(VENV)/production
	@$(INSTALL) -r requirements/development.txt
	@touch $@

$(VENV)/benchmarks: requirements/benchmarks.txt $(VENV)/development
	@$(INSTALL) -r requirements/benchmarks.txt
	@touch $@

run: $(VENV)/production          ## Load the demonstration bank, run the main job, serve until Ctrl-C
	@exec $(BIN)/prets run

demo: $(VENV)/production         ## The same, and exit after the summary
	@exec $(BIN)/prets demo

# Tests wait much for servers, so several files run at once, each as a whole, because it prepares much for its tests;
# each process brings servers of its own: four at most.
test: $(VENV)/development        ## Pass the tests, on real RabbitMQ and PostgreSQL
	@$(BIN)/python -m tests.servers install
	@$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

lint: $(VENV)/development        ## Check style and the rules of the architecture
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports

bench: $(VENV)/benchmarks        ## Measure speed and memory, printed as ratios
	@$(BIN)/python -m tests.servers install
	@$(BIN)/python -m tests.benchmarks

fault: $(VENV)/development       ## Kill everything, many times
	@$(BIN)/python -m tests.servers install
	@$(BIN)/python -m pytest tests/fault -m "long or not long"

properties: $(VENV)/development  ## Try each property of schedules on ten thousand cases
	@HYPOTHESIS_PROFILE=long $(BIN)/python -m pytest tests/unit/lending -o timeout=0

mutants: $(VENV)/development     ## Spoil the loan engine a fault at a time, count what the tests notice
	@$(BIN)/python -m tests.mutation

screenshots: $(VENV)/development ## Take the pictures of the README again, from the demonstration bank in Chromium
	@$(BIN)/python -m tests.servers install
	@$(BIN)/python -m tests.e2e.browser.screenshots

docs: $(VENV)/production         ## Write the generated documents
	@$(BIN)/prets docs
	@$(BIN)/python -m deploy.web_client types

lock:            ## Resolve requirements/*.in again (needs uv)
	@for set in production development benchmarks web parquet; do \
	  uv pip compile --quiet --upgrade --python-version 3.11 --generate-hashes --no-annotate --no-header \
	    --no-emit-index-url --no-emit-find-links requirements/$$set.in -o requirements/$$set.txt; done

clean:           ## Forget the demonstration and the environment
	@rm -rf var $(VENV)
