# Every target installs what it needs. `make` alone lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
N ?= 300
EXAMPLES ?= 2000
PAGES ?= 150
# A third of the suite waits for other processes, so it runs one test process more than there are cores.
TEST_PROCESSES := $(shell echo $$(( $$(nproc 2>/dev/null || echo 2) + 1 )))
# Folders of pure tests, and the files in them that start processes or take seconds.
UNIT := $(addprefix tests/clausewatch/,text extract compare provisions notifications checks)
NOT_UNIT := compare/test_one_change_at_a_time compare/test_terms_properties compare/test_spelling \
  compare/test_comparison_properties compare/test_text_properties provisions/test_training \
  checks/test_workers

# Without bytecode files every process of the suite would compile all modules again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup demo run unit test coverage check hooks documents manifest bench bench-long bench-peers torture mutants \
  fuzz audit tools pictures lock format clean
TOOLS := tools/node_modules/.ready

help:
	@echo "make demo       four invented platforms, offline (20 s after set-up)"
	@echo "make run        the bot: in Slack with the two tokens of .env, otherwise in this terminal"
	@echo "make unit       the tests without process, socket, database server or browser (20 s)"
	@echo "make test       the whole suite"
	@echo "make check      format, lint, types, import contracts, dead code, dependencies"
	@echo "make format     format the code and apply the fixes of the linter"
	@echo "make hooks      install the pre-commit hooks: format, lint, types, import contracts"
	@echo "make coverage   the suite with branch coverage; fails below 90%"
	@echo "make documents  write .env.example, docs/settings.md and slack-manifest.json from the code"
	@echo "make manifest   write slack-manifest.json from the code"
	@echo "make pictures   every message, modal and home as PNG (needs Node and Chromium)"
	@echo "make bench      speed and size, up to 20,000 documents (half an hour)"
	@echo "make bench-long the same, 100,000 documents and passes at a real pace (two hours more)"
	@echo "make bench-peers  CPU and memory beside urlwatch, webchanges and changedetection.io"
	@echo "make torture    300 kills at chosen and random moments; N=1000 for more"
	@echo "make fuzz       2,000 hostile inputs for each parser, other examples of properties; EXAMPLES=20000 for more"
	@echo "make audit      known vulnerabilities of the locked packages"
	@echo "make mutants    plant known faults, which the tests must notice; M=text for some"
	@echo "make lock       update requirements.lock and deploy/requirements.lock"

setup: $(READY)

# uv installs the lock in seconds. Without uv, pip reads the same lock.
$(READY): requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { \
	  echo "python3 needs its venv module: apt-get install python3-venv, then try again."; exit 1; }
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

# Plugins cost a second, so only those that these tests need are loaded.
unit: $(READY)
	@PYTEST_DISABLE_PLUGIN_AUTOLOAD=1 $(BIN)/python -m pytest -q -p pytest_asyncio.plugin -p pytest_socket \
	  -p tests.unit_guard -m "not slow" $(UNIT) $(NOT_UNIT:%=--ignore=tests/clausewatch/%.py)

test: $(READY)
	@$(BIN)/python -m pytest -p tests.suite_processes --copies $(TEST_PROCESSES) -q

# Tracing every branch doubles the time, so coverage is a separate target.
coverage: $(READY)
	@$(BIN)/python -m pytest -n $(TEST_PROCESSES) --dist worksteal --cov --cov-report=term:skip-covered -q

check: $(READY)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/interrogate -q tests
	@$(BIN)/vulture
	@$(BIN)/deptry .

hooks: $(READY)
	@$(BIN)/pre-commit install

documents: $(READY)
	@$(BIN)/python -m tools.documents

manifest: $(READY)
	@$(BIN)/python -m tools.documents manifest

# The pictures and some checks need Node. The bot does not, and without Node `make test` skips them.
tools: $(TOOLS)

$(TOOLS): tools/package.json tools/package-lock.json
	@command -v npm >/dev/null || { echo "This needs npm: apt-get install npm, then try again."; exit 1; }
	@npm ci --prefix tools --silent
	@touch $@

pictures: $(READY) $(TOOLS)
	@$(BIN)/python -m tests.samples | PATH="$$(echo tools/node_modules/node-*/bin):$$PATH" \
	  node tools/pictures.mjs docs/pictures
	@$(BIN)/python -m tests.outside.site_pictures docs/pictures

bench: $(READY)
	@$(BIN)/python -m benchmarks

bench-long: $(READY)
	@$(BIN)/python -m benchmarks --long

# Other watchers are no part of the lock: each is installed into an environment below build/peers.
bench-peers: $(READY)
	@$(BIN)/python -m benchmarks.peers --pages $(PAGES)

torture: $(READY)
	@$(BIN)/python -m tests.torture $(N)

fuzz: $(READY)
	@$(BIN)/python -m tests.fuzz $(EXAMPLES)
	@seed=$$(od -An -N4 -tu4 /dev/urandom | tr -d ' '); echo "properties with --hypothesis-seed=$$seed"; \
	  $(BIN)/python -m pytest -q -m hypothesis --hypothesis-seed=$$seed

# Asks PyPI's database; without a network it says that it was skipped.
audit: $(READY)
	@$(BIN)/python -m tools.audit

mutants: $(READY)
	@$(BIN)/python -m tools.mutants $(if $(M),"$(M)")

lock: $(READY)
	@$(BIN)/uv pip compile pyproject.toml --group dev --all-extras --universal --python-version 3.11 \
	  --generate-hashes --no-header --quiet --output-file requirements.lock
	@# The image's packages at the same versions, without linters.
	@$(BIN)/uv pip compile pyproject.toml --group build --all-extras --universal --python-version 3.11 \
	  --constraint requirements.lock --generate-hashes --no-header --no-annotate --quiet \
	  --output-file deploy/requirements.lock

format: $(READY)
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) build .pytest_cache .mypy_cache .ruff_cache .coverage
