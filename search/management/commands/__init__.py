"""Commands that keep and inspect the search index."""
