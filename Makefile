# Each target installs what it needs into .venv first; ARGS goes to the program: make score ARGS="--only NAME"
.PHONY: run test lint score bench lock clean
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

bench:
	@scripts/install dev
	@.venv/bin/python benchmarks/bench.py $(ARGS)

lock:
	@scripts/lock $(ARGS)

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist
