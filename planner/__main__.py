"""``python -m planner`` and the command ``als-planner``."""

from planner.commands.cli import main

if __name__ == "__main__":
    main()
