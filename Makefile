# `make run` needs only Python >= 3.11, git and make; everything else is installed into .venv.
PYTHON ?= python3
BIN := .venv/bin
export PYTHONUTF8 = 1

.PHONY: run test check format bench simulate kill soak eval screenshots constraints clean

.venv/run: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $@

.venv/dev: .venv/run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev,bench]'
	@touch $@

run: .venv/run  ## Start the assistant and show its address
	$(BIN)/python -m bot serve

test: check  ## Install what the tests need and run all of them

check: .venv/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m bot knowledge check
	$(BIN)/python -m pytest -q

format: .venv/dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: .venv/dev  ## Speed beside the obvious alternatives
	$(BIN)/python -m tests.benchmarks.search
	$(BIN)/python -m tests.benchmarks.dates
	$(BIN)/python -m tests.benchmarks.reminders
	$(BIN)/python -m tests.benchmarks.forms
	$(BIN)/python -m tests.benchmarks.reports
	$(BIN)/python -m tests.benchmarks.hooks

simulate: .venv/dev  ## Three years of reminders for a whole country, beside an independent model of the rules
	$(BIN)/python -m tests.simulation

kill: .venv/dev  ## 10,000 reminders through a troubled Bot API, and forms on both channels: killed again and again
	$(BIN)/python -m tests.killing
	$(BIN)/python -m tests.killing.forms

soak: .venv/dev  ## 200 members on three channels for half an hour, with faults and hard stops
	$(BIN)/python -m tests.soak

eval: .venv/dev  ## How many questions are answered, and logs read, right: clean and mangled
	$(BIN)/python -m tests.evaluate directives --questions tests/questions/directives_heldout.yaml --mangle all
	$(BIN)/python -m tests.evaluate directives --questions tests/questions/directives_heldout2.yaml --mangle all
	$(BIN)/python -m tests.evaluate_activity --logs tests/matching/activities_heldout.yaml --mangle all

screenshots: .venv/dev  ## The pictures of the README and the guides
	$(BIN)/python -m tests.tools.screenshots

constraints:  ## Pin every dependency
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --all-extras --no-header --output-file constraints.txt

clean:
	rm -rf .venv build dist *.egg-info
