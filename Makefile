# Each target installs what it needs into .venv first; ARGS goes to the program: make score ARGS="--only NAME"; SITE to the measure of the site
.PHONY: run test lint score bench fuzz lock bundle test-bundle clean
.DEFAULT_GOAL := run

run:
	@scripts/run

test:
	@scripts/test $(ARGS)

lint:
	@scripts/lint

score:
	@scripts/install dev
	@.venv/bin/python benchmarks/score.py $(ARGS)
	@test -n "$(ARGS)" || .venv/bin/python benchmarks/repair_score.py

bench:
	@scripts/install dev
	@.venv/bin/python benchmarks/bench.py $(ARGS)
	@.venv/bin/python benchmarks/pdf_bench.py
	@.venv/bin/python benchmarks/scan_bench.py
	@.venv/bin/python benchmarks/site_bench.py $(SITE)

fuzz:
	@scripts/install dev
	@.venv/bin/python benchmarks/fuzz.py $(ARGS)

lock:
	@scripts/lock $(ARGS)

bundle:
	@scripts/bundle $(ARGS)

test-bundle:
	@scripts/test-bundle $(ARGS)

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist
