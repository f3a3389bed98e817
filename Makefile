# Every command that a person or CI runs. `make` lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup demo test storm lint fmt audit bench components pictures

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install what the tests need (browser, fonts, official clients); does nothing if all is installed
	@scripts/setup-tests

demo: ## Run the service against the built-in portal simulator and print the address to open
	@cargo run --quiet --example demo

test: ## Set up and run every test, real browser included
	@scripts/setup-tests
	@scripts/test

lint: ## Formatting, clippy, documentation, dependencies, JavaScript types
	@scripts/lint

audit: ## Known vulnerabilities in dependencies (fetches the advisory database)
	@scripts/cargo-deny check advisories

storm: ## Random wishes and faults against the engine until stopped (STORM_SECONDS, STORM_FROM, STORM_SEED)
	@STORM_SECONDS=$${STORM_SECONDS:-1000000000} STORM_THREADS=$${STORM_THREADS:-2} cargo test --profile storm --test storm -- --nocapture

bench: ## Run the benchmarks
	@cargo bench

components: ## Write docs/components.html again from the templates
	@BLESS=1 cargo test --quiet --test components

pictures: ## Take the pictures of the product page and of the README again
	@PICTURES=1 cargo test --quiet --test suite browser::shots

fmt: ## Format the code in place
	@cargo fmt --all
