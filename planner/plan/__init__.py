"""What to do: timings, things to get, questions, changes, and what one reader may see. Pure."""
