# `make` alone lists every target. `make check` is what CI runs.
SHELL := /bin/bash
.DEFAULT_GOAL := help
BIN := node_modules/.bin
FLOTILLA := node cli/bin/flotilla.js
HOME_DIR ?= .flotilla
JEST_ARGS ?=

.PHONY: help up down status install build generate verify-generate lint deps test test-unit test-real check bench clean parts \
        fix-format fix-lint fix-golden proto bench-% sim

help: ## List the targets
	@grep -hE '^[a-z%-]+:.*## ' $(MAKEFILE_LIST) | sort | awk 'BEGIN {FS = ":.*## "} {printf "  %-16s %s\n", $$1, $$2}'

install: node_modules/.installed ## Install the npm packages

node_modules/.installed: package-lock.json
	npm ci --no-audit --no-fund --loglevel=error
	@touch $@

build: node_modules/.installed ## Compile everything
	node node_modules/@typescript/native/bin/tsc -b
	node scripts/bundle.mjs

up: build ## Start a cluster and print what runs where (NODES=n, HOME_DIR=dir)
	@$(FLOTILLA) up --home $(HOME_DIR) $(if $(NODES),--nodes $(NODES)) $(UP_ARGS)

down: ## Stop the cluster; its data stays
	@$(FLOTILLA) down --home $(HOME_DIR)

status: ## Show what runs
	@$(FLOTILLA) status --home $(HOME_DIR)

generate: node_modules/.installed ## Regenerate TypeScript from proto/
	scripts/generate.sh

proto: node_modules/.installed ## Check the contracts: lint, format, breaking changes
	$(BIN)/buf lint
	$(BIN)/buf format -d --exit-code
	scripts/check-breaking.sh

verify-generate: generate ## Fail when generated code was not committed
	git diff --exit-code --stat -- libs/contracts/src libs/api/src

lint: node_modules/.installed ## Lint TypeScript and the contracts
	$(BIN)/oxlint --deny-warnings
	$(BIN)/prettier --check --log-level warn .
	$(MAKE) --no-print-directory proto

deps: node_modules/.installed ## Check the dependency rules, and that they catch a planted violation
	$(BIN)/depcruise --config .dependency-cruiser.cjs libs services cli tools
	node scripts/check-planted-violation.mjs

parts: ## Install the real parts that tests need (etcd, NATS, containerd, nftables, kubectl)
	scripts/install-parts.sh

test: build parts ## Run all tests (JEST_ARGS=path to narrow)
	node scripts/run-tests.mjs $(JEST_ARGS)

test-unit: node_modules/.installed ## Run the tests that need no foreign program
	node scripts/run-tests.mjs --unit $(JEST_ARGS)

test-real: build parts ## Run the tests against real parts
	node scripts/run-tests.mjs --real $(JEST_ARGS)

check: ## What CI runs: generate, build, lint, dependency rules, test
	$(MAKE) --no-print-directory verify-generate
	$(MAKE) --no-print-directory build
	$(MAKE) --no-print-directory lint
	$(MAKE) --no-print-directory deps
	$(MAKE) --no-print-directory test

bench: build parts ## Run all benchmarks and write bench/results/
	node bench/dist/main.js

bench-%: build parts ## Run one group of benchmarks, such as bench-kv
	node bench/dist/main.js $*

fix-format: ## Format everything
	$(BIN)/prettier --write --log-level warn .
	$(BIN)/buf format -w

fix-lint: ## Repair what the linter can
	$(BIN)/oxlint --fix

fix-golden: ## Rewrite the golden files; read the diff
	UPDATE_GOLDEN=1 node scripts/run-tests.mjs $(JEST_ARGS)

clean: ## Remove what was built
	rm -rf libs/*/dist services/*/dist cli/dist tests/dist bench/dist tools/dist .cache
