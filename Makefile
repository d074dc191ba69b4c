# One command each: everything that is needed is set up first. See README.md for machines without make.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: help setup chat test test-all check bench crash clean

help:
	@echo "make chat   set everything up and open the chat over corpus/articles/"
	@echo "make test   set everything up and run the tests"
	@echo "make test-all  the slow tests too"
	@echo "make check  ruff, mypy --strict, import-linter"
	@echo "make crash  kill builds, updates, imports and watches KILLS=1000 times, flip and cut FLIPS=2000 bytes; goes on where it was stopped"
	@echo "make bench  measure on the shipped article (and on DATA=folder, if given)"

# The environment is made again whenever what it is made from changes.
$(BIN)/.ready: pyproject.toml constraints.txt
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Python 3.11 or newer is needed; name one with PYTHON=...')"
	@echo "setting up $(VENV), once: about 2 GB of packages, a few minutes"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $@

$(BIN)/.ready-dev: $(BIN)/.ready
	@echo "adding to $(VENV) what the tests need, once: a minute or two"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[dev,training]"
	@touch $@

setup: $(BIN)/.ready

chat: $(BIN)/.ready
	$(BIN)/yuanwen chat

test: $(BIN)/.ready-dev
	$(BIN)/python -m pytest

# with the slow ones: every flow of the pages of articles and evaluation, what is planted to break the pages, whole calibrations
test-all: $(BIN)/.ready-dev
	$(BIN)/python -m pytest -m "slow or not slow"

check: $(BIN)/.ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(BIN)/.ready-dev
	$(BIN)/python -m benchmarks.article
	$(if $(DATA),$(BIN)/python -m benchmarks.quality --data $(DATA))

KILLS ?= 1000
FLIPS ?= 2000

crash: $(BIN)/.ready-dev
	nice $(BIN)/python -m tests.crash.killing --kills $(KILLS) --log var/kills.jsonl
	nice $(BIN)/python -m tests.crash.damaging --flips $(FLIPS) --log var/flips.jsonl

clean:
	rm -rf $(VENV) var .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
