# Each target sets up what it needs by itself: a virtual environment with the locked dependencies.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo demo-phone test pictures guide chaos bench bench-turns bench-counts bench-plan corpus oracle run check format dist lock clean

.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch .venv/ready

demo: .venv/ready
	$(BIN)/khaosat demo

# The same bot, to be tried by hand in a browser.
demo-phone: .venv/ready
	$(BIN)/khaosat demo --serve

test: .venv/ready
	$(BIN)/python -m pytest --numprocesses 2

# The pictures of README and guide, from the tests of the page in a browser.
pictures: .venv/ready
	KHAOSAT_PICTURES=docs/img $(BIN)/python -m pytest tests/web/test_pictures.py

# The guide as a PDF, printed by Chromium.
guide: .venv/ready
	$(BIN)/python -m tests.web.guide dist/huong-dan.pdf

# Kills, faults and a checker, at full length; SEED=… and DATABASE=postgresql choose another day, WORKERS=4 webhooks,
# CHANNEL=zalo the simulated Zalo.
chaos: .venv/ready
	$(BIN)/python -m tests.chaos --seed $(or $(SEED),2015) --database $(or $(DATABASE),sqlite) --workers $(or $(WORKERS),0) \
		--channel $(or $(CHANNEL),telegram)

# What a turn of a form of 500 questions costs the engine.
bench-turns: .venv/ready
	$(BIN)/python -m tests.bench.turns

bench: .venv/ready
	$(BIN)/python -m tests.bench.load

# What counting, reports and workbooks cost with 200,000 respondents.
bench-counts: .venv/ready
	$(BIN)/python -m tests.bench.counting
	$(BIN)/python -m tests.bench.workbook

# What a plan costs for 75 and 5,000 people.
bench-plan: .venv/ready
	$(BIN)/python -m tests.bench.planning

# How many forms of a folder of yours run here, and what is said of the others; nothing is fetched.
corpus: .venv/ready
	$(BIN)/python -m tests.corpus.tally $(FOLDER)

# Our engine beside ODK's (https://www.npmjs.com/package/@getodk/xforms-engine), after each of many random answers; it needs
# Node. FOLDER=… tries your own forms, too.
oracle: .venv/ready
	if command -v npm >/dev/null; then cd tests/oracle && npm install --no-package-lock --no-fund --no-audit --silent; fi
	$(BIN)/python -m tests.oracle.compare $(if $(FOLDER),--folder $(FOLDER))
	$(BIN)/python -m tests.oracle.setting

run: .venv/ready
	$(BIN)/khaosat db upgrade
	$(BIN)/khaosat run

check: .venv/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python .ci/audit.py requirements-run.lock requirements.lock

format: .venv/ready
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# The sdist, and from it the wheel that an office installs.
dist: .venv/ready
	rm -rf dist
	$(BIN)/python -m build --no-isolation --outdir dist

# The locks serve Python 3.11 to 3.13 on every platform and name no index; what runs is a part of what develops.
LOCK := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--all-extras --custom-compile-command "make lock" --quiet
lock:
	$(LOCK) --group dev --output-file requirements.lock
	$(LOCK) --constraint requirements.lock --no-annotate --output-file requirements-run.lock

clean:
	rm -rf .venv dist demo-output .mypy_cache .ruff_cache .pytest_cache .hypothesis
