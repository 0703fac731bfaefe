# Havre: the commands of the project. `make demo` and `make test` need git, make, python3 only.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
PY := .venv/bin/python
export UV_PYTHON_DOWNLOADS := never

.PHONY: help demo demo-reset test test-services check bench screenshots clean

help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

demo: .venv/.run assets ## Try Havre with a synthetic territory, on http://127.0.0.1:8000
	@exec $(PY) -m havre.config demo $(ARGS)

demo-reset: .venv/.run ## Remove the demonstration's data
	@$(PY) -m havre.config demo --reset

test: .venv/.dev assets ## Run the tests (a browser is found or installed first)
	@scripts/browser.sh
	@$(PY) -m pytest -n 3 --dist loadgroup -m "not services" $(ARGS)

test-services: .venv/.dev assets ## Run the tests against outside parts (PostgreSQL, clamd, S3, OpenID)
	@$(PY) scripts/services.py $(ARGS)

check: .venv/.dev assets ## Linters, types, architecture, migrations, templates
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports
	@$(PY) scripts/check_project.py

bench: .venv/.run assets ## Measure pages, what protection costs, matching, plan and benefits
	@.tools/uv/bin/uv sync --frozen --quiet --inexact --no-default-groups --group bench
	@$(PY) -m havre.config bench web $(ARGS)
	@$(PY) -m havre.config bench privacy $(ARGS)
	@$(PY) -m havre.config bench apl $(ARGS)
	@$(PY) -m havre.config bench matching $(ARGS)
	@$(PY) -m havre.config bench plan $(ARGS)

screenshots: .venv/.dev assets ## Remake the guide's screenshots from the synthetic territory
	@scripts/browser.sh
	@scripts/screenshots.sh

.tools/uv/bin/uv: scripts/uv.txt
	@scripts/python.sh
	@rm -rf .tools/uv && python3 -m venv .tools/uv
	@.tools/uv/bin/python -m pip install --quiet --disable-pip-version-check -r scripts/uv.txt

.venv/.run: .tools/uv/bin/uv uv.lock pyproject.toml
	@.tools/uv/bin/uv sync --frozen --quiet --inexact --no-default-groups
	@touch $@

.venv/.dev: .tools/uv/bin/uv uv.lock pyproject.toml
	@.tools/uv/bin/uv sync --frozen --quiet --inexact
	@touch $@ .venv/.run

.PHONY: assets
assets: node_modules/.installed
	@python3 scripts/assets.py

node_modules/.installed: package.json package-lock.json .tools/uv/bin/uv
	@scripts/node.sh
	@touch $@

clean: ## Remove everything the commands have made here (not the data)
	rm -rf .venv .tools node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis src/havre/web/static/vendor
