# Everything runs from .venv, which is set up once and again only when a lock or pyproject.toml changes: first with
# what running the program takes, and for whoever works on it with the tools on top.
SHELL := /bin/sh
BIN := .venv/bin
RUNS := .venv/.runs
READY := .venv/.ready
EXTRAS := --extra neo4j-rust --extra neo4j-local
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
COMPILE := $(BIN)/uv pip compile pyproject.toml $(EXTRAS) --quiet --universal --custom-compile-command 'make lock' \
	--python-version 3.11 --fork-strategy fewest --generate-hashes
# The first Python on the path that is new enough and can make a virtual environment.
PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3.14 python3; do \
	$$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo $$python; break; }; done)

.DEFAULT_GOAL := help
.PHONY: help setup demo serve test check check-format check-lint check-types check-imports bench chaos mutate fuzz load \
	matrix shots speed vendor docs format lock

help:
	@echo "make demo    set up, load the Anning park, print suggestions and plan, write the network page"
	@echo "make serve   set up and open the web server on this machine"
	@echo "make test    set up and run every test"
	@echo "make check   format, lint, types and import contracts; runs no test"
	@echo "make bench   compare the matcher with table engines on made-up parks"
	@echo "make chaos   kill commands and changes at random moments and look at what is left (20 minutes)"
	@echo "make docs    write the reference of the code to out/reference, from its docstrings"
	@echo "make mutate  plant single mistakes where numbers are made and say which of them no test sees (30 minutes)"
	@echo "make fuzz    ask made-up questions and read broken files (10 minutes)"
	@echo "make load    30 heavy and 50 light requests on a real server, then five minutes of both"
	@echo "make matrix  the quick tests under every Python from 3.11 that is found"
	@echo "make vendor  compare the files of others that the pages bring along with their list"
	@echo "make speed   how long pages and switches take in a browser, in the Anning park and one of 2,000 streams"
	@echo "make shots   pictures of every page, in both languages and two widths, to out/shots"
	@echo "make format  rewrite the code in the house format"
	@echo "make lock    choose the newest allowed version of every dependency anew"

setup: $(READY)

$(RUNS): requirements.lock pyproject.toml
	@test -x $(BIN)/python || test -n "$(PYTHON)" || { \
		echo "Symbioflow needs Python 3.11 or later that can make a virtual environment" >&2; \
		echo "(on Debian and Ubuntu: the packages python3 and python3-venv)." >&2; exit 1; }
	@$(BIN)/python -c "" 2>/dev/null || $(PYTHON) -m venv --clear .venv
	@echo "Setting up .venv from requirements.lock"
	@$(INSTALL) --require-hashes --only-binary :all: -r requirements.lock
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(READY): requirements-dev.lock $(RUNS)
	@echo "Adding the development tools from requirements-dev.lock"
	@$(INSTALL) --require-hashes --only-binary :all: -r requirements-dev.lock
	@touch $@

demo: $(RUNS)
	@$(BIN)/symbioflow demo

# The park of `make demo`, unless SYMBIOFLOW_STORE names another store.
serve: $(RUNS)
	@test -n "$$SYMBIOFLOW_STORE" || test -f out/demo.db || $(BIN)/symbioflow demo >/dev/null
	@$(BIN)/symbioflow serve --store "$${SYMBIOFLOW_STORE:-sqlite:///out/demo.db}"

test: $(READY)
	@$(BIN)/python -m tests.chromium; case $$? in \
		0) exec $(BIN)/python -m pytest -n 2 ;; \
		3) test -z "$$CI" || exit 3; \
			$(BIN)/python -m pytest -n 2 -m "not browser"; result=$$?; \
			echo "The browser tests were left out: there is no Chromium here and none could be installed."; \
			exit $$result ;; \
		*) exit 1 ;; \
	esac

check: check-format check-lint check-types check-imports

check-format: $(READY)
	$(BIN)/ruff format --check .

check-lint: $(READY)
	$(BIN)/ruff check .

check-types: $(READY)
	$(BIN)/mypy

check-imports: $(READY)
	$(BIN)/lint-imports

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(READY)
	@$(BIN)/python -m tests.bench

# How many, for how long, which store: make chaos CHAOS="--kills 200 --minutes 60 --store sqlite"
chaos: $(READY)
	@$(BIN)/python -m tests.chaos $(CHAOS)

docs: $(READY)
	@$(BIN)/python docs/reference.py out/reference

vendor: $(READY)
	@$(BIN)/python -m api.web.vendored

# Only some: make shots SHOTS="overview flows"
shots: $(READY)
	@$(BIN)/python -m tests.browser.shots $(SHOTS)

speed: $(READY)
	@$(BIN)/python -m tests.browser.speed

# For how long, and in which order: make mutate MUTATE="--minutes 5 --seed 1"
mutate: $(READY)
	@$(BIN)/python -m tests.mutate $(MUTATE)

# For how many minutes, with which dice: make fuzz FUZZ="1 7"
fuzz: $(READY)
	@$(BIN)/python -m tests.fuzz $(FUZZ)

# For how many seconds after the first measurement: make load LOAD=0
load: $(READY)
	@$(BIN)/python -m tests.load $(LOAD)

# Each Python has an environment of its own in .venv/matrix, made from the same lock.
matrix: $(READY)
	@for python in python3.11 python3.12 python3.13; do \
		$$python -c 'import venv, ensurepip' 2>/dev/null || { echo "$$python: not found here"; continue; }; \
		home=.venv/matrix/$$python; \
		test -f $$home/.ready || { $$python -m venv --clear $$home && \
			$$home/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: \
				-r requirements-dev.lock && \
			$$home/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation \
				--editable . && touch $$home/.ready; } || exit 1; \
		echo "$$python:"; $$home/bin/python -m pytest -q -n 2 -m "not neo4j and not browser" || exit 1; \
	done

lock: $(READY)
	$(COMPILE) --upgrade --group build --output-file requirements.lock
	$(COMPILE) --upgrade --group dev --constraints requirements.lock --output-file requirements-dev.lock
