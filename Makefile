# Everything from a clean clone: `make demo` and `make test` set up all they need.

PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13 python3.14; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PIP := -m pip --disable-pip-version-check --quiet
RUN := .venv/bin
DEMO ?= ftg-demo

.PHONY: help demo test slow check docs bench bench-peers accuracy lock clean

help:
	@echo "make demo    the main job on an invented case (made in ./$(DEMO))"
	@echo "make test    the tests"
	@echo "make check   style, types, import contracts, docs in step with the code"
	@echo "make slow    kills, damaged files, laws over whole loads, pages followed, a browser, Spark"
	@echo "make bench   speed and memory, with ratios against peers (half an hour or more)"
	@echo "make bench-peers  the same data by us and by others, written to docs/benchmarks-peers.md"
	@echo "make accuracy  how much drafted layouts, parties, stories and screening get right"
	@echo "make docs    write the reference anew from the code"
	@echo "make lock    pin the newest versions that pyproject.toml admits"

demo: .venv/run
	$(RUN)/ftg demo $(DEMO)

test: .venv/dev
	$(RUN)/pytest -q -n auto -m "not slow"

slow: .venv/dev
	$(RUN)/pytest -q -n auto -m slow
	$(RUN)/python -m bench --smoke
	$(RUN)/python -m bench.beside --smoke

check: .venv/dev
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/mypy
	$(RUN)/lint-imports
	$(RUN)/python docs/generate.py --check

docs: .venv/dev
	$(RUN)/python docs/generate.py

bench: .venv/dev
	$(RUN)/python -m bench

bench-peers: .venv/dev
	$(RUN)/python -m bench.beside

accuracy: .venv/dev
	$(RUN)/python -m accuracy
	$(RUN)/python -m accuracy.parties
	$(RUN)/python -m accuracy.kinds
	$(RUN)/python -m accuracy.stories
	$(RUN)/python -m accuracy.screening

lock: .venv/dev
	$(RUN)/python $(PIP) install uv
	$(RUN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header pyproject.toml --group build -o requirements/run.lock
	$(RUN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header pyproject.toml --group build --group dev \
		-o requirements/dev.lock

clean:
	rm -rf .venv $(DEMO)

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "followthegoods needs Python 3.11 or newer." \
		"Debian: apt install python3 python3-venv; macOS: brew install python@3.12"; exit 1; }
	@$(PYTHON) -c "import ensurepip" 2>/dev/null || { echo "Python has no venv module here." \
		"Debian: apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/run: .venv/bin/python requirements/run.lock pyproject.toml
	$(RUN)/python $(PIP) install --require-hashes -r requirements/run.lock
	$(RUN)/python $(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev: .venv/run requirements/dev.lock
	$(RUN)/python $(PIP) install --require-hashes -r requirements/dev.lock
	@touch $@
