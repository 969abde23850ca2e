# Two commands, on a fresh machine too: each installs what is missing (.ci/set_up) and is quick the second time.
#   make plan      the care plan of an example person, into plans/
#   make test      all the tests; ARGS go to pytest: make test ARGS="-m 'not slow'"; WORKERS says in how many processes
# For those who change something here:
#   make test-all  the tests with every form of paper for everybody, before a release
#   make check     code, types, knowledge base and licences
.PHONY: plan test test-all check

# Where Homebrew keeps Pango on a Mac; elsewhere the name means nothing.
PYTHON = DYLD_FALLBACK_LIBRARY_PATH="$${HOMEBREW_PREFIX:-/opt/homebrew}/lib:/usr/local/lib:/usr/lib" .venv/bin/python
SET_UP = sh .ci/set_up
WORKERS = 2
# Tests start a hundred processes: kept bytecode spares each of them compiling the planner.
PYTEST = PYTHONDONTWRITEBYTECODE= $(PYTHON) -m pytest -n $(WORKERS) --dist loadgroup

plan:
	@$(SET_UP) plan
	@$(PYTHON) -m planner demo -o plans --force
	@echo "The example's care plan is ready. The PDFs are in $(CURDIR)/plans"

test:
	@$(SET_UP) test
	@$(PYTEST) $(ARGS)

test-all:
	@$(SET_UP) test
	@$(PYTEST) --all-forms $(ARGS)

check:
	@$(SET_UP) check
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy
	@$(PYTHON) -m planner check
	@$(PYTHON) tests/support/licences.py
