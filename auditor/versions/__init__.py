"""Versions of an article: what changed and who changed it, and decisions carried from one to the next."""
