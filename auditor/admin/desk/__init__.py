"""The review desk: one key, one decision, the next flag at once."""
