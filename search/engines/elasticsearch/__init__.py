"""The engine for several hosts: an Elasticsearch cluster, with versioned indices behind an alias."""

from search.engines.elasticsearch.cluster import ClusterSettings
from search.engines.elasticsearch.engine import ElasticsearchEngine

__all__ = ["ClusterSettings", "ElasticsearchEngine"]
