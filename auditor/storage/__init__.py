"""Storage: bytes once by their digest, what was made of them, and the history of an article for others."""
