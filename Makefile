# Every target sets up what it needs; `make` alone tells what there is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
N ?= 300
# A third of the suite is waiting for other processes: one hand more than there are cores.
HANDS := $(shell echo $$(( $$(nproc 2>/dev/null || echo 2) + 1 )))

# Where no bytecode may be kept, every process of the suite compiles all of it anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup demo run test coverage check bench torture tools pictures lock format clean
TOOLS := tools/node_modules/.ready

help:
	@echo "make demo      see it work, offline (about 20 s after set-up)"
	@echo "make run       run the bot: Slack with the two tokens of .env, otherwise this terminal"
	@echo "make test      the suite          make check     format, lint, types, contracts, dead code"
	@echo "make pictures  every message, modal and home as PNG (needs Node and Chromium)"
	@echo "make bench     speed and size beside what was asked, up to 20,000 documents (two hours;"
	@echo "               DOCUMENTS=2000 for a part of it)"
	@echo "make torture   N=300 kills in mid-work, nothing lost, nothing silently doubled"

setup: $(READY)

# uv installs the lock in seconds; where it cannot be had, pip reads the same lock.
$(READY): requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { \
	  echo "python3 needs its venv module: apt-get install python3-venv, then again."; exit 1; }
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Clausewatch needs Python 3.11 or later; set PYTHON=python3.x."; rm -rf $(VENV); exit 1; }
	@if $(BIN)/python -m pip install --quiet --disable-pip-version-check uv 2>/dev/null; then \
	  VIRTUAL_ENV=$(VENV) $(BIN)/uv pip sync --quiet --require-hashes requirements.lock \
	  && VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable . ; \
	else \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock \
	  && $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable . ; \
	fi
	@touch $@

demo: $(READY)
	@$(BIN)/python -m demo

run: $(READY)
	@$(BIN)/clausewatch run

test: $(READY)
	@$(BIN)/python -m pytest -n $(HANDS) --dist worksteal -q

# Tracing every branch doubles the time, so it is a target of its own; it fails below 90%.
coverage: $(READY)
	@$(BIN)/python -m pytest -n $(HANDS) --dist worksteal --cov --cov-report=term:skip-covered -q

check: $(READY)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/interrogate -q tests
	@$(BIN)/vulture
	@$(BIN)/deptry .

# Checks by others' parts, and the pictures, need Node; the bot and `make test` do not.
tools: $(TOOLS)

$(TOOLS): tools/package.json tools/package-lock.json
	@command -v npm >/dev/null || { echo "This needs npm: apt-get install npm, then again."; exit 1; }
	@npm ci --prefix tools --silent
	@touch $@

pictures: $(READY) $(TOOLS)
	@$(BIN)/python -m tests.samples | PATH="$$(echo tools/node_modules/node-*/bin):$$PATH" \
	  node tools/pictures.mjs docs/pictures

bench: $(READY)
	@$(BIN)/python -m benchmarks $(DOCUMENTS)

torture: $(READY)
	@$(BIN)/python -m tests.torture $(N)

lock: $(READY)
	@$(BIN)/uv pip compile pyproject.toml --group dev --all-extras --universal --python-version 3.11 \
	  --generate-hashes --no-header --quiet --output-file requirements.lock
	@# What a server needs, at the same versions: no linter goes into the image.
	@$(BIN)/uv pip compile pyproject.toml --group build --all-extras --universal --python-version 3.11 \
	  --constraint requirements.lock --generate-hashes --no-header --no-annotate --quiet \
	  --output-file deploy/requirements.lock

format: $(READY)
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) build .pytest_cache .mypy_cache .ruff_cache .coverage
