"""Source Auditor: what an article stands on, character by character."""
