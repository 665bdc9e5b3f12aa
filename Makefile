# Targets: `make` lists them. Everything runs in .venv, which is made when it is missing.
FITS := import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))
PYTHONS := python3 python3.13 python3.12 python3.11
PYTHON ?= $(firstword $(foreach one,$(PYTHONS),$(shell $(one) -c '$(FITS)' 2>/dev/null && echo $(one))) python3)
BIN := .venv/bin

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 16

setup: .venv/installed ## make .venv and install nettrain and what it needs

.venv/installed: requirements.txt pyproject.toml
	@$(PYTHON) -c '$(FITS)' || { echo 'nettrain needs Python 3.11, 3.12 or 3.13, as TensorFlow does: make PYTHON=python3.13'; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -e . --config-settings editable_mode=compat
	$(BIN)/python -m compileall -q nettrain
	$(BIN)/nettrain schema -q -o configs/nettrain.schema.json
	@touch $@

fit: setup ## train configs/penguins.yaml, judge it, and say where the run lies
	$(BIN)/nettrain fit configs/penguins.yaml
	$(BIN)/nettrain eval

test: setup ## run the tests
	$(BIN)/pytest -n 2 --dist worksteal

lint: setup ## ruff, mypy --strict, import-linter
	$(BIN)/ruff check nettrain tests data
	$(BIN)/ruff format --check nettrain tests data
	$(BIN)/mypy
	$(BIN)/lint-imports

.venv-bench/installed: tests/bench/requirements.txt
	$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/pip install --quiet --disable-pip-version-check -r tests/bench/requirements.txt
	@touch $@

bench: setup .venv-bench/installed ## measure nettrain beside its peers, and print a table
	$(BIN)/python -m tests.bench

lock: setup ## write requirements.txt from what .venv holds
	$(BIN)/python -m pip freeze --exclude-editable | sed '1i # Everything nettrain runs and is tested with, pinned. Made with: make lock' > requirements.new
	mv requirements.new requirements.txt

clean: ## remove .venv and what tools left behind; runs/ stays
	rm -rf .venv configs/nettrain.schema.json build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find nettrain tests -name __pycache__ -prune -exec rm -rf {} +

.PHONY: help setup fit test lint bench lock clean
