"""``python -m planner`` and the command ``als-planner``."""

from planner.adapters.cli import main

if __name__ == "__main__":
    main()
