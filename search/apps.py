"""The Django app of the search package."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Language analysis, queries, engines and results."""

    name = "search"
    label = "search"
