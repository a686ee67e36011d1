"""Public pages of `volunteers`: parse, one call, answer."""
