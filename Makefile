# Source Auditor. `make help` lists what there is to do.

PYTHON ?= python3
VENV   := .venv
BENCH_VENV := .venv-bench
BIN    := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
PORT   ?= 8000
ONCE   ?=
SHELL  := /bin/sh
# Over all cores; the tests that start processes of their own share one, and begin first.
SHARED_OUT := -n logical --dist loadgroup
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help demo run test check lint deploy-check coverage bench lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' Makefile
	@echo
	@echo "  Variables: PYTHON=python3.12  PORT=8000  ONCE=1 (demo)  WORKERS=2 (run)  CORPORA=path (bench)"

# exec: make's shell gives way, so that the end of the terminal reaches manage.py itself.
demo: $(VENV)/.ok ## the five seed articles, audited; then the site until Ctrl-C (ONCE=1: only the table)
	@exec env AUDITOR_MAKE=$@ $(MANAGE) demo --port '$(PORT)' $(if $(ONCE),--once)

run: $(VENV)/.ok ## web, workers and scheduler until Ctrl-C
	@exec env AUDITOR_MAKE=$@ $(MANAGE) up --prepare --port '$(PORT)' --workers '$(or $(WORKERS),1)'

test: $(VENV)/.ok ## the tests; those that need a server which is not here say so and are skipped
	@$(BIN)/python -m pytest $(SHARED_OUT)

check: $(VENV)/.ok lint deploy-check coverage ## everything a change must pass; whole processes are started by `make test`

lint: $(VENV)/.ok
	@echo "style, types, import directions"
	@$(BIN)/ruff format --check --quiet --output-format concise .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy --no-error-summary
	@said=$$($(BIN)/lint-imports 2>&1) || { echo "$$said"; exit 1; }
	@echo "migrations, OpenAPI, Compose file"
	@$(MANAGE) makemigrations --check --dry-run --verbosity 0
	@$(MANAGE) export_schema --check
	@$(BIN)/check-jsonschema --quiet --builtin-schema vendor.compose-spec docker-compose.yml

# The production settings refuse to start without a key of their own; this one lives for one command.
deploy-check: $(VENV)/.ok
	@echo "production settings"
	@AUDITOR_PRODUCTION=1 AUDITOR_HOSTS=auditor.example \
		AUDITOR_SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(60))')" \
		$(MANAGE) check --deploy --fail-level WARNING

# Tests of whole processes are slow and add no line to what must be covered.
coverage: $(VENV)/.ok
	@$(BIN)/python -m pytest $(SHARED_OUT) --ignore=tests/processes --cov --cov-report=
	@echo "branches that must all be covered"
	@$(BIN)/coverage report --fail-under=100 \
		--include='auditor/inspection/*,auditor/review.py,auditor/auditing.py,auditor/versions/carryover.py,auditor/schedule/*,auditor/ladder.py'
	@echo "everything"
	@$(BIN)/coverage report --fail-under=95

bench: $(BENCH_VENV)/.ok ## quality and speed beside the extractors of the field (CORPORA=path GOLD=path BENCH="--only news")
	@$(BENCH_VENV)/bin/python -m benchmarks $(if $(CORPORA),--corpora $(CORPORA)) $(if $(GOLD),--gold $(GOLD)) $(BENCH)

lock: ## maintainers: pin the newest versions that pyproject.toml allows (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv: pip install uv" >&2; exit 1; }
	@uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-header \
		--no-emit-index-url --no-emit-find-links --upgrade --quiet -o requirements.lock
	@uv pip compile pyproject.toml --group bench --universal --generate-hashes --no-header \
		--no-emit-index-url --no-emit-find-links --upgrade --quiet -o requirements-bench.lock

clean: ## remove the virtual environment and what the tools left; var/ (your data) stays
	@rm -rf $(VENV) $(BENCH_VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage htmlcov

# The stamp is written last: an installation that was cut short is begun again.
$(VENV)/.ok: requirements.lock
$(BENCH_VENV)/.ok: requirements-bench.lock
$(VENV)/.ok $(BENCH_VENV)/.ok:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Python 3.11 or newer is needed; '$(PYTHON)' is $$($(PYTHON) --version 2>/dev/null || echo missing)." >&2; \
		echo "Name another one: make PYTHON=/path/to/python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
		echo "This Python cannot make virtual environments. On Debian: apt-get install python3-venv" >&2; exit 1; }
	@echo "installing the pinned packages into $(@D) (once; about a minute)"
	@$(PYTHON) -m venv --clear $(@D)
	@$(@D)/bin/python -m pip install --quiet --quiet --require-hashes --no-deps -r $<
	@touch $@
