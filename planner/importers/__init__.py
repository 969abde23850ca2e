"""Other people's tables → the mapping of an intake: what is certain is taken, the rest is asked, nothing is guessed."""
