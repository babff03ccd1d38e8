"""Refining: what teachers and students said of a pilot, and what changed because of it."""
