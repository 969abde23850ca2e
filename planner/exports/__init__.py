"""A plan for other programs: a calendar, a purchase list."""
