# run: a working site. check, test: what CI asks. test-all adds what takes longer: before a release. test-long: crashes and races by the hundred. coverage: what the tests reach. mutants: which changes of the code no test notices. lock: renew the two locks. sbom: what the product is made of, as CycloneDX.
PYTHON ?= python3
BIN := .venv/bin
UV ?= uv
REQUIRE ?=
export REQUIRE

# What the tests import is compiled once, whatever the shell says of others' programs.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test test-slow test-long test-all mutants pictures bench check coverage format lock sbom clean
.DELETE_ON_ERROR:

run: .venv/ready
	@$(BIN)/dialogue migrate
	@$(BIN)/dialogue seed
	@exec $(BIN)/dialogue run

test: .venv/ready-to-test
	$(BIN)/pytest -n 2 --dist worksteal -m "not slow and not long" $(ARGS)

test-slow: .venv/ready-to-test
	$(BIN)/pytest -n 2 --dist worksteal -m "slow and not long" $(ARGS)

test-all: test test-slow

test-long: .venv/ready-to-test
	$(BIN)/pytest -n 2 --dist worksteal -m long $(ARGS)
	$(BIN)/pytest -n 2 --dist worksteal -m "not long and not slow" --database=both tests/web tests/actions tests/notifications \
		tests/test_app.py tests/test_cli.py tests/test_security.py $(ARGS)

mutants: .venv/ready-to-test
	$(BIN)/mutmut run $(ARGS)
	$(BIN)/mutmut results

pictures: .venv/ready-to-test
	PICTURES=1 $(BIN)/pytest -q tests/stories/test_guide.py -k picture_is

bench: .venv/ready-to-test
	$(BIN)/python -m tests.bench $(ARGS)

check: .venv/ready-to-test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@$(BIN)/python -m tests.audit

coverage: .venv/ready-to-test
	$(BIN)/pytest -n 2 --dist worksteal -m "not long" --cov --cov-report=term $(ARGS)

format: .venv/ready-to-test
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

LOCK = $(UV) pip compile --quiet --universal --generate-hashes --no-strip-extras --python-version 3.11 --no-emit-index-url \
	--custom-compile-command "make lock" pyproject.toml --extra postgres --group build
lock:
	$(LOCK) --upgrade --output-file requirements.txt
	$(LOCK) --upgrade --group dev --constraint requirements.txt --output-file requirements-dev.txt

sbom: sbom.json
sbom.json: requirements.txt pyproject.toml .venv/ready-to-test
	$(BIN)/python -W ignore -m cyclonedx_py requirements requirements.txt --pyproject pyproject.toml --output-reproducible \
		--of JSON --output-file $@

clean:
	rm -rf .venv mutants dist build sbom.json .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .coverage

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11 …")'
	$(PYTHON) -m venv .venv

.venv/ready: requirements.txt pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

.venv/ready-to-test: requirements-dev.txt .venv/ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.txt
	@touch $@
