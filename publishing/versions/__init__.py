"""Published versions of a practice, and what changed between them, for readers."""
