# Everything here needs Python 3.11 or newer and make, nothing else.
PYTHON ?= python3
JOBS ?= 2
ARGS ?=
BIN := .venv/bin

.PHONY: help run demo test check screens bench lock

help:
	@echo "make run      the platform, with its own database, at http://localhost:8000 (PORT, HUMUS_HOME)"
	@echo "make demo     an invented community to try everything in, in a data folder of its own"
	@echo "make test     all tests, browser tests included (ARGS='-k word path')"
	@echo "make check    lint, types, templates, imports, licences, committed builds"
	@echo "make screens  the pictures in docs/screens"
	@echo "make bench    speed and fault benches (bounded, loopback only)"

run:
	@$(PYTHON) scripts/bootstrap.py run
	@exec $(BIN)/humus run $(ARGS)

demo:
	@$(PYTHON) scripts/bootstrap.py run
	@exec $(BIN)/humus demo $(ARGS)

test:
	@$(PYTHON) scripts/bootstrap.py dev
	@exec $(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder $(ARGS)

check:
	@$(PYTHON) scripts/bootstrap.py dev
	@exec $(BIN)/python scripts/check.py $(ARGS)

screens:
	@$(PYTHON) scripts/bootstrap.py dev
	@exec $(BIN)/python scripts/screens.py $(ARGS)

bench:
	@$(PYTHON) scripts/bootstrap.py dev
	@exec $(BIN)/python -m bench $(ARGS)

lock:
	@scripts/lock.sh
