# Each target sets up what it needs by itself: a virtual environment with the locked dependencies.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test chaos bench run check format lock clean

.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch .venv/ready

demo: .venv/ready
	$(BIN)/khaosat demo

test: .venv/ready
	$(BIN)/python -m pytest --numprocesses 2

# Kills, faults and a checker, at full length; SEED=… and DATABASE=postgresql choose another day.
chaos: .venv/ready
	$(BIN)/python -m tests.chaos --seed $(or $(SEED),2015) --database $(or $(DATABASE),sqlite)

bench: .venv/ready
	$(BIN)/python -m tests.bench.load --scenario burst
	$(BIN)/python -m tests.bench.counting
	$(BIN)/python -m tests.bench.workbook

run: .venv/ready
	$(BIN)/khaosat db upgrade
	$(BIN)/khaosat run

check: .venv/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	bash .ci/audit

format: .venv/ready
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# The locks serve Python 3.11 to 3.13 on every platform and name no index; the second is what a server needs.
lock:
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--all-extras --group dev --custom-compile-command "make lock" --quiet --output-file requirements.lock
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--all-extras --constraints requirements.lock --custom-compile-command "make lock" --quiet \
		--output-file requirements-run.lock

clean:
	rm -rf .venv demo-output .mypy_cache .ruff_cache .pytest_cache .hypothesis
