# Nephoscope's commands.  `make` alone lists them.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
FRONTEND := $(shell find web/frontend -type f -not -path '*/node_modules/*' 2>/dev/null)
PACKAGES := alerts ingest nephoscope parsers search web
CHECKED := $(PACKAGES) tests bench hatch_build.py

.PHONY: help run test check golden bench fuzz browser servers docs lock clean

help:  ## list these targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 12

run: $(VENV)/.run  ## start the service with demo data at http://127.0.0.1:8514
	$(BIN)/nephoscope serve --demo

test: $(VENV)/.dev  ## run every test
	$(BIN)/python -m pytest -n 3 --dist loadgroup

check: $(VENV)/.dev  ## format, lint, types, layout and documentation
	$(BIN)/ruff format --check $(CHECKED)
	$(BIN)/ruff check $(CHECKED)
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_layout.py tests/test_docs.py

golden: $(VENV)/.dev  ## rewrite tests/golden from samples/; then read the git diff
	$(BIN)/python -m pytest -q tests/parsers --update-golden

bench: $(VENV)/.dev  ## measure: parsing, search, ingest, both stores (half an hour)
	$(BIN)/python -m bench.parse
	$(BIN)/python -m bench.search
	$(BIN)/python -m bench.api
	$(BIN)/python -m bench.ingest
	$(BIN)/python -m bench.stores

fuzz: $(VENV)/.dev  ## mutate a million lines of every format (an hour or two)
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[fuzz]'
	$(BIN)/python -m tests.fuzz

browser: $(VENV)/.dev  ## run the browser tests alone (needs Chromium)
	$(BIN)/python -m pytest tests/browser

servers: $(VENV)/.dev  ## start real servers until stopped (ELASTICSEARCH_VERSION=8 OPENSEARCH_VERSION=3: older, newer)
	$(BIN)/python -m tests.interop.servers_run

docs: $(VENV)/.dev  ## rewrite the pages made from tables, and the message catalogue
	$(BIN)/python -m nephoscope.reference
	$(BIN)/python -m web.messages

lock: $(VENV)/.dev  ## renew constraints.txt and the npm lock from what is newest
	rm -rf build/lock && $(PYTHON) -m venv build/lock
	build/lock/bin/pip install --quiet -e '.[dev,fuzz]'
	build/lock/bin/pip freeze --exclude-editable > constraints.txt
	cd web/frontend && npm update --save && npm install --package-lock-only

clean:  ## remove what the other targets made
	rm -rf $(VENV) build web/static/dist web/frontend/node_modules

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: pyproject.toml constraints.txt hatch_build.py $(FRONTEND) | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

$(VENV)/.dev: pyproject.toml constraints.txt hatch_build.py $(FRONTEND) | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@ $(VENV)/.run
