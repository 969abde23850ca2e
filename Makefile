# Two commands, on a fresh machine too: each installs what is missing (.ci/set_up) and is quick the second time.
#   make plan    the care plan of an example person, into plans/
#   make test    all the tests; ARGS go to pytest: make test ARGS="-m 'not slow'"
.PHONY: plan test

# Where Homebrew keeps Pango on a Mac; elsewhere the name means nothing.
PYTHON = DYLD_FALLBACK_LIBRARY_PATH="$${HOMEBREW_PREFIX:-/opt/homebrew}/lib:/usr/local/lib:/usr/lib" .venv/bin/python

plan:
	@sh .ci/set_up plan
	@$(PYTHON) -m planner demo -o plans --force
	@echo "The example's care plan is ready. The PDFs are in $(CURDIR)/plans"

test:
	@sh .ci/set_up test
	@$(PYTHON) -m pytest $(ARGS)
