"""Doors to the outside: the command line and the files it writes."""
