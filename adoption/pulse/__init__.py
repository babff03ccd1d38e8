"""Asking, months later, what became of it."""
