# `make demo` shows what teikit does, `make test` tests it. Both need Python 3.11 or newer, no more.

VENV := .venv
BIN := $(VENV)/bin
OLD := build/oldest
DEMO := build/demo
RAW := $(wildcard corpus/raw/*.txt)

# The first Python that is new enough; a name may be there without working (pyenv's shims).
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11 python,\
	$(shell $(name) -c '$(NEW_ENOUGH)' >/dev/null 2>&1 && echo $(name))))

.PHONY: help demo picture test test-browser test-installs test-lowest lint schema bench fuzz clean

help:
	@echo "make demo    convert, validate and export the corpus into $(DEMO)"
	@echo "make test    run the tests"
	@echo "make picture make docs/pictures/site.png anew, with Chromium"
	@echo "make test-browser"
	@echo "             open the pages of sites in Chromium, which the machine must have"
	@echo "make test-installs"
	@echo "             test the hook for pre-commit and the action for GitHub"
	@echo "make test-lowest"
	@echo "             test with the oldest versions of what teikit needs"
	@echo "make lint    check style and types"
	@echo "make schema  make the schemas from schema/teikit.rnc (needs Java)"
	@echo "make bench   measure speed and memory: a table (BENCH=--help shows options)"
	@echo "make fuzz    try damaged schemas and documents for a minute"
	@echo "make clean   remove everything that can be made again"

# The stamps say what is installed, so that it is done once: teikit itself, and the tools to test it.
$(VENV)/python.stamp:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed, and none was found." \
		"Install it, or name it: make PYTHON=/path/to/python3" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/teikit.stamp: pyproject.toml $(VENV)/python.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

# Older versions of pip do not know dependency groups, so that the names are read out for them.
DEV := import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["dependency-groups"]["dev"], sep="\n")

$(VENV)/dev.stamp: pyproject.toml $(VENV)/teikit.stamp
	$(BIN)/python -c '$(DEV)' > $(VENV)/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement $(VENV)/dev.txt
	@touch $@

demo: $(VENV)/teikit.stamp
	@rm -rf $(DEMO)
	$(BIN)/teikit convert $(RAW) -o $(DEMO)/tei
	$(BIN)/teikit validate $(DEMO)/tei
	$(BIN)/teikit export text $(DEMO)/tei -o $(DEMO)/text
	$(BIN)/teikit export csv $(DEMO)/tei -o $(DEMO)/csv
	$(BIN)/teikit site $(DEMO)/tei -o $(DEMO)/site
	@echo
	@echo "Made from $(words $(RAW)) raw pages, in $(DEMO):"
	@for kind in tei text csv; do \
		echo "  $$kind: $$(find $(DEMO)/$$kind -type f | wc -l) files"; done

CHROMIUM ?= chromium
PICTURE := --headless --no-sandbox --disable-gpu --hide-scrollbars --window-size=1120,1000

picture: demo
	@mkdir -p docs/pictures
	$(CHROMIUM) $(PICTURE) --screenshot=docs/pictures/site.png \
		"file://$(CURDIR)/$(DEMO)/site/letters/bl-0072.html" 2>/dev/null

# Who wants no bytecode beside the sources has it in a folder of its own, or each of the very many
# processes that tests start would compile what it imports.
BYTECODE := $(if $(PYTHONDONTWRITEBYTECODE),PYTHONDONTWRITEBYTECODE= PYTHONPYCACHEPREFIX=$(CURDIR)/build/bytecode)

test: $(VENV)/dev.stamp
	$(BYTECODE) $(BIN)/python -m compileall -q src
	$(BYTECODE) $(BIN)/python -m pytest -n auto --dist worksteal

test-installs: $(VENV)/dev.stamp
	$(BIN)/python -m pytest -m installs

# What is not to be had is left out, and the tests that need it say so: Playwright, what npm has.
PAGES := build/browser
BROWSER := import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["dependency-groups"]["browser"], sep="\n")

$(PAGES)/stamp: tests/browser/package.json pyproject.toml $(VENV)/dev.stamp
	@mkdir -p $(PAGES)
	$(BIN)/python -c '$(BROWSER)' > $(PAGES)/python.txt
	-$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement $(PAGES)/python.txt
	cp tests/browser/package.json $(PAGES)
	-npm install --prefix $(PAGES) --no-package-lock --ignore-scripts --no-audit --no-fund --silent
	@touch $@

test-browser: $(PAGES)/stamp
	$(BIN)/python -m pytest -m browser -n auto --dist loadfile -rs tests/browser

# The oldest versions that pyproject.toml allows, and the tests of all that is built on them.
OLDEST := import tomllib; \
	print(*(name.replace(">=", "==") for name in tomllib.load(open("pyproject.toml", "rb"))["project"]["dependencies"]), sep="\n")
ON_OTHERS := tests/cli/test_frame.py tests/cli/test_validate.py tests/cli/test_convert.py tests/cli/test_export.py \
	tests/cli/test_review.py tests/validating/test_xsd.py tests/validating/test_schemas.py tests/xml tests/tei \
	tests/exporting tests/reporting tests/schematron/xpath tests/schematron/evaluating

$(OLD)/stamp: pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed" >&2; exit 1; }
	$(PYTHON) -m venv --clear $(OLD)
	$(OLD)/bin/python -c '$(OLDEST)' > $(OLD)/oldest.txt
	$(OLD)/bin/python -c '$(DEV)' | grep -E '^(bagit|hypothesis|jsonschema|pytest|pyyaml|sarif)' > $(OLD)/dev.txt
	$(OLD)/bin/python -m pip install --quiet --disable-pip-version-check --constraint $(OLD)/oldest.txt \
		--requirement $(OLD)/dev.txt --editable .
	@touch $@

test-lowest: $(OLD)/stamp
	$(BYTECODE) $(OLD)/bin/python -m compileall -q src
	$(BYTECODE) $(OLD)/bin/python -m pytest -n auto --dist worksteal $(ON_OTHERS)

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

schema: $(VENV)/dev.stamp
	$(BIN)/python schema/build.py

bench: $(VENV)/dev.stamp
	$(BIN)/python bench/run.py $(BENCH)

fuzz: $(VENV)/dev.stamp
	$(BIN)/python tests/support/fuzz_relaxng.py --seconds 60

clean:
	rm -rf build dist $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +
