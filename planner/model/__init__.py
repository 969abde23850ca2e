"""What things are: facts, conditions, advice, things to get, an intake. Pure: no file, no clock."""
