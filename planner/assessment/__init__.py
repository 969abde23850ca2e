"""Where the person stands and what lies ahead: facts in force, stage, pace, courses. Pure."""
