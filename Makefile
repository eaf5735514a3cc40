# Needs make and Python 3.11 or later; everything else goes into .venv. PYTHON=/path/to/python picks the interpreter,
# JOBS=n the number of test processes.

VENV := .venv
BIN  := $(VENV)/bin
JOBS ?= 2
PYTHON ?=
SHELL := /bin/sh
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test lint types imports unit web readers warmup bench validate coverage golden readme format clean distclean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/.installed  ## install, and run the main job: Al-Watiya, May 2020
	@$(BIN)/shorad run scenarios/al_watiya_2020.yaml --out results/al_watiya_2020

test: lint types imports unit  ## everything that must pass: style, types, imports, tests

lint: $(VENV)/.dev  ## style
	$(BIN)/ruff check --no-cache .
	$(BIN)/ruff format --no-cache --check .
	$(BIN)/python hatch_build.py lint

types: $(VENV)/.dev  ## types
	$(BIN)/mypy
	$(BIN)/python hatch_build.py types

imports: $(VENV)/.dev  ## who may import whom
	$(BIN)/lint-imports

# Compiled once beforehand: otherwise each test process would do it for itself.
unit: $(VENV)/.dev readers  ## tests
	$(BIN)/python hatch_build.py
	$(BIN)/python hatch_build.py test
	$(BIN)/shorad warmup
	$(BIN)/pytest -n $(JOBS) tests validation

web: $(VENV)/.dev  ## build the replay page
	$(BIN)/python hatch_build.py

readers: $(VENV)/.readers  ## readers of exports that run in Node: Cesium, open-dis

warmup: $(VENV)/.installed  ## compile the engine now instead of at the first run
	$(BIN)/shorad warmup

bench: $(VENV)/.dev  ## how fast, and what each figure is comparable with
	$(BIN)/python -m benchmarks

# --dist loadfile: the cases of one file share what they compile.
validate: $(VENV)/.oracles  ## physics against published values, the whole against closed forms: docs/validation.md
	$(BIN)/shorad warmup
	$(BIN)/pytest validation --page docs/validation.md -n $(JOBS) --dist loadfile
	$(BIN)/pytest tests --heavy -m heavy

# In plain Python the engine is a thousand times slower: left out are tests marked slow, those of the replay page and of
# other people's readers, and of every other test what it does after five CPU seconds.
coverage: $(VENV)/.dev  ## lines that tests reach, with the engine in plain Python
	$(BIN)/coverage erase
	NUMBA_DISABLE_JIT=1 $(BIN)/coverage run -m pytest -n $(JOBS) --at-most 5 -m "not slow" tests \
	    --ignore=tests/web --ignore=tests/interop/readers
	$(BIN)/coverage combine
	$(BIN)/coverage report

golden: $(VENV)/.dev  ## write the kept results of the shipped scenarios anew
	$(BIN)/pytest tests/golden --write-golden

readme: $(VENV)/.installed  ## write the outputs that README.md shows anew (TESTS=yes: that of make test too)
	$(BIN)/python docs/readme.py $(if $(filter yes,$(TESTS)),--tests)

format: $(VENV)/.dev  ## let ruff lay out the sources
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:  ## remove what tools and runs leave behind
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage .coverage.* htmlcov
	find src tests benchmarks validation -name __pycache__ -prune -exec rm -rf {} +

distclean: clean  ## and the environment
	rm -rf $(VENV)

# ---- the environment -----------------------------------------------------------------------
# The install is editable: only a change of pyproject.toml or of the replay page makes it again.
PAGE := hatch_build.py web/page.html web/build.mjs web/package-lock.json $(wildcard web/src/*)
$(VENV)/.installed: pyproject.toml $(PAGE) $(VENV)/.created
	@echo "Installing shorad into $(VENV) (once, about a minute) ..."
	@$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.installed
	@echo "Installing the test tools into $(VENV) (once) ..."
	@$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@

# Without them the tests that need them are skipped, each by name.
$(VENV)/.readers: tests/interop/readers/package-lock.json $(VENV)/.dev
	@echo "Installing Cesium and open-dis, which read our exports (once) ..."
	@if $(BIN)/python tests/interop/readers/install.py; then touch $@; \
	else echo "They could not be installed: their tests will be skipped." >&2; fi

$(VENV)/.oracles: $(VENV)/.dev
	@echo "Installing the programs to compare with into $(VENV) (once) ..."
	@$(BIN)/python -m pip install --quiet --editable '.[oracles]'
	@touch $@

NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))

# An environment that works is kept. Candidates are run, not just looked up: a name on the path may lead nowhere.
$(VENV)/.created:
	@if $(BIN)/python -c '$(NEW_ENOUGH)' 2>/dev/null && $(BIN)/python -m pip --version >/dev/null 2>&1; then \
	    touch $@; exit 0; \
	fi; \
	for candidate in $(or $(PYTHON),python3.13 python3.12 python3.11 python3 python3.14 python); do \
	    if "$$candidate" -c '$(NEW_ENOUGH)' 2>/dev/null; then found="$$candidate"; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	    echo "shorad needs Python 3.11 or later. Looked for: $(or $(PYTHON),python3.11 to python3.14, python3, python)." >&2; \
	    echo "Here: $$($(or $(PYTHON),python3) --version 2>&1 | head -n 1)" >&2; \
	    echo "Install a newer one, or name it: make demo PYTHON=/path/to/python3.11" >&2; \
	    exit 1; \
	fi; \
	if ! "$$found" -m venv --clear $(VENV); then \
	    rm -rf $(VENV); \
	    echo "$$found cannot make a virtual environment: its venv or ensurepip module is missing." >&2; \
	    echo "On Debian and Ubuntu that is the package python3-venv (or python3.11-venv); or name another" >&2; \
	    echo "interpreter: make demo PYTHON=/path/to/python3.11" >&2; \
	    exit 1; \
	fi; \
	touch $@
