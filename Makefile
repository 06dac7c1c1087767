# Every target sets up what it needs, in .venv of this clone, and only once.
# PYTHON chooses the interpreter: make test PYTHON=python3.13

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PORT ?= 8000
MESSAGES ?= 1000
SEED ?=
DEMO := PYVERLESS_SETTINGS=example_project.settings $(BIN)/python

.PHONY: demo demo-dynamodb dynamodb test fast soak check format docs bench build clean

demo: $(VENV)/.demo  ## run the example API on http://127.0.0.1:8000
	@$(DEMO) -m example_project.seed
	@$(DEMO) -m pyverless serve example_project.api:app --port $(PORT)

dynamodb: $(BIN)/python  ## run a DynamoDB on http://127.0.0.1:4566 that forgets
	@$(BIN)/python -m tests.services

demo-dynamodb: $(VENV)/.demo-dynamodb  ## the same with articles in DynamoDB
	@$(DEMO) -m example_project.dynamodb
	@$(DEMO) -m pyverless serve example_project.dynamodb:app --port $(PORT)

test: $(VENV)/.test  ## run all tests, with coverage
	$(BIN)/python -m pytest --cov --cov-report=term-missing:skip-covered

fast: $(VENV)/.test  ## run the tests that need nothing but Python
	$(BIN)/python -m pytest -q -m "not integration"

soak: $(VENV)/.test  ## send messages through failures and crashes, and count (MESSAGES, SEED)
	$(BIN)/python -m tests.soak --messages $(MESSAGES) $(if $(SEED),--seed $(SEED))

check: $(VENV)/.check  ## lint, format, types and known vulnerabilities
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive pyverless example_project
	$(BIN)/python .ci/audit.py

format: $(VENV)/.check  ## put the code into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(VENV)/.docs  ## build the documentation, warnings are errors
	$(BIN)/python -m sphinx -W --keep-going -q -b html docs docs/_build/html
	@echo "docs/_build/html/index.html"

bench: $(VENV)/.demo  ## compare with the peers, as ratios in one run
	$(BIN)/python benchmarks/run.py

build: $(VENV)/.check  ## build the wheel and the source distribution
	$(BIN)/python -m build

clean:
	rm -rf $(VENV) build dist *.egg-info docs/_build .coverage .hypothesis
	rm -rf .mypy_cache .pytest_cache .ruff_cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("pyverless needs Python 3.11 or newer, this is " + sys.version.split()[0] + ". Try: make $(MAKECMDGOALS) PYTHON=python3.13")'
	$(PYTHON) -m venv $(VENV)

# $(VENV)/.test says that what `make test` needs is there, and so on.
EXTRAS_demo := postgresql,cli
EXTRAS_demo-dynamodb := sqlalchemy,pynamodb,cli
EXTRAS_test := test
EXTRAS_check := test,check
EXTRAS_docs := docs

$(VENV)/.%: setup.cfg pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[$(EXTRAS_$*)]'
	@touch $@
