"""Public screens: registering, one's own registration, the draws."""
