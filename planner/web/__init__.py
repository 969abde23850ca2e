"""The page on one's own computer: the form, the plan beside it, the papers, and the same for other programs."""
