# Käytäntöpankki · Praxisbanken. Needs Python 3.11 or newer and make; everything else is set up under .venv/ and var/.

PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
WORKERS ?= 2
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
VAR_DIR ?= var
export VAR_DIR := $(abspath $(VAR_DIR))
STATIC := $(VAR_DIR)/.static
UV := uv==0.13.9
SIZES ?= 1000,10000,100000
ROUNDS ?= 3
ADOPTIONS ?= 10000
COMMA := ,
BEGAN := $(shell date +%s)
TOOK = @echo "make $@: $$(( $$(date +%s) - $(BEGAN) )) s"
# Two workers, who tell of a failure at once. What is marked nightly or browser is left out unless -m asks for it.
PYTEST = $(BIN)/pytest -n 2 --instafail
SOURCES := $(shell find home/static practices/static publishing/static adoption/static -type f 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help run dev test test-browser test-postgres test-all mutants check bench messages lock clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-15s %s\n", $$1, $$2}'

run: $(READY) $(STATIC) ## set up what is missing, then serve the portal (PORT=8000 HOST=127.0.0.1)
	@$(BIN)/python -m config.catalogues
	@$(BIN)/python manage.py setup_demo
	@echo "Portal: http://localhost:$(PORT)/fi/   http://localhost:$(PORT)/sv/   (stop with Ctrl-C)"
	@SITE_URL=$${SITE_URL:-http://localhost:$(PORT)} ALLOWED_HOSTS=$${ALLOWED_HOSTS:-localhost,127.0.0.1,[::1],$(HOST)} \
		$(BIN)/gunicorn config.wsgi -c config/gunicorn.py --bind $(HOST):$(PORT) --workers $(WORKERS)

dev: $(READY) ## serve with Django's debug pages and reload on change
	@$(BIN)/python -m config.catalogues
	@$(BIN)/python manage.py setup_demo
	@DEBUG=1 SITE_URL=http://localhost:$(PORT) $(BIN)/python manage.py runserver $(HOST):$(PORT)

test: $(READY) ## run the suite on SQLite, with five journeys in a browser where there is one (ARGS="-k word" for a part)
	@$(BIN)/python -m config.catalogues
	$(PYTEST) $(ARGS)
	$(TOOK)

test-browser: $(READY) ## visit every kind of page in a browser, and use the portal in it
	@$(BIN)/python -m config.catalogues
	$(PYTEST) -m "browser and not nightly" tests/browser $(ARGS)
	$(TOOK)

test-postgres: $(READY) ## run what a second database may answer differently on the PostgreSQL of DATABASE_URL
	@test -n "$(DATABASE_URL)" || { echo "Set DATABASE_URL=postgres://user:password@host/name"; exit 2; }
	@$(BIN)/python -m config.catalogues
	$(PYTEST) -m "second_database and not nightly" $(ARGS)
	$(TOOK)

test-all: $(READY) ## run everything in every language, and tell the branches covered (nightly; DATABASE_URL= for PostgreSQL)
	@$(BIN)/python -m config.catalogues
	$(PYTEST) -m "" --cov --cov-branch --cov-context=test --cov-report= $(ARGS)
	@$(BIN)/python -m tests.covered
	$(TOOK)

mutants: $(READY) ## plant small faults and tell which of them no test finds (after make test-all; takes an hour)
	$(BIN)/python -m tests.mutants --coverage $(VAR_DIR)/coverage --out $(VAR_DIR)/mutants.jsonl $(ARGS)
	$(TOOK)

check: $(READY) ## linters, templates, types, translations, migrations, deployment settings
	@$(BIN)/python -m config.catalogues
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --lint --quiet home/templates practices/templates publishing/templates adoption/templates
	$(BIN)/pytest --quiet -m "" -k "test_templates or test_architecture" tests # all are imported, these two run
	$(BIN)/mypy
	$(BIN)/python manage.py makemigrations --check --dry-run
	HTTPS=1 ALLOWED_HOSTS=example.org SITE_URL=https://example.org $(BIN)/python manage.py check --deploy --fail-level WARNING
	$(BIN)/python -m config.messages
	$(TOOK)

bench: $(READY) $(STATIC) ## measure search beside stock engines, and the dashboard of rooting (SIZES=1000,10000,100000 ROUNDS=3 ADOPTIONS=10000 ELASTICSEARCH= POSTGRES= WRITE=1)
	@$(BIN)/python -m config.catalogues
	@$(BIN)/python manage.py setup_demo
	@$(BIN)/python -m search.bench.languages $(if $(WRITE),--write docs/search.md)
	@$(BIN)/python -m practices.bench.relevance $(if $(POSTGRES),--postgres $(POSTGRES)) $(if $(WRITE),--write docs/search.md)
	@$(BIN)/python -m search.bench.scale --sizes $(SIZES) --rounds $(ROUNDS) $(if $(ELASTICSEARCH),--elasticsearch $(ELASTICSEARCH)) \
		$(if $(POSTGRES),--postgres $(POSTGRES)) $(if $(WRITE),--write)
	@$(BIN)/python -m practices.bench.page --documents $(lastword $(subst $(COMMA), ,$(SIZES))) $(if $(WRITE),--write docs/search.md)
	@$(BIN)/python -m adoption.bench.dashboard --adoptions $(ADOPTIONS) $(if $(WRITE),--write docs/adoption.md)
	$(TOOK)

messages: $(READY) ## collect the interface's texts into locale/ (needs xgettext)
	$(BIN)/python manage.py makemessages --locale fi --locale sv --no-location --no-wrap --no-obsolete \
		--ignore '.venv/*' --ignore 'var/*' --ignore 'tests/*'

lock: $(READY) ## renew requirements.lock from pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 --group dev \
		pyproject.toml --output-file requirements.lock --upgrade

clean: ## remove the environment; what is in var/ (database, pictures) stays
	rm -rf $(VENV)

$(READY): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; set PYTHON=python3.x"; exit 2; }
	@echo "Environment …"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "This Python cannot make environments (on Debian: apt install python3-venv)"; rm -rf $(VENV); exit 2; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check $(UV)
	@$(BIN)/uv pip sync --quiet --require-hashes requirements.lock
	@touch $@

$(STATIC): $(READY) $(SOURCES)
	@echo "Static files …"
	@mkdir -p $(VAR_DIR)
	@$(BIN)/python manage.py collectstatic --no-input --verbosity 0
	@touch $@
