"""The catalogue: each distinct notice once, what was decided about it, and the rules that come of it."""
