"""The embedded engine: a tantivy index in a directory, for one host with any number of processes."""

from search.engines.tantivy.engine import TantivyEngine

__all__ = ["TantivyEngine"]
