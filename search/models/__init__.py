"""What search keeps in the database: editors' synonyms, counts of searches, changes that wait for the engine."""

from search.models.counts import SearchCount
from search.models.pending import PendingChange
from search.models.synonyms import SynonymSet

__all__ = ["PendingChange", "SearchCount", "SynonymSet"]
