"""The command line: light modules with the commands, heavy ones opened on demand."""
