# Two commands: `make leaflets` prints every leaflet, `make test` runs every check.
# Both set up what they need, once: the virtual environment in .venv and, where apt can, the native libraries.

# Pythons of Debian and python.org are built with PGO and print about a sixth faster than a plain build.
PYTHON := $(shell for p in /usr/bin/python3 \
	/Library/Frameworks/Python.framework/Versions/Current/bin/python3 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
RUN := .venv/bin/python

.PHONY: leaflets test bench pictures schema declarations clean

leaflets: .venv/.ready
	$(RUN) generate.py build --paper A4 --paper Letter

test: .venv/.ready-for-tests
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/mypy contrib/weblate/medleaf_checks.py
	.venv/bin/lint-imports
	$(RUN) -m pytest

bench: .venv/.ready-for-tests
	$(RUN) -m benchmarks

# The pictures of real pages in the README and in docs/; those of the preview need Chromium.
pictures: .venv/.ready
	$(RUN) -m medleaf.faces.pictures docs/pictures
	$(RUN) -m medleaf.faces.screens docs/pictures

# The schema that gives editors completion and errors in leaflets/*.yaml.
schema: .venv/.ready
	$(RUN) -m medleaf.source.schema leaflets/schema.json

# The C declarations of the WeasyPrint that is installed, which then need not be parsed at each start.
declarations: .venv/.ready
	$(RUN) -m medleaf.printing.declare medleaf/printing/declarations.py

.venv/.ready: pyproject.toml constraints.txt setup.sh
	./setup.sh "$(PYTHON)" .
	touch $@

.venv/.ready-for-tests: .venv/.ready
	./setup.sh "$(PYTHON)" .[test]
	touch $@

clean:
	rm -rf out site .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
