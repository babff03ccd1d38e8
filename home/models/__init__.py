"""The frame's pages, one a module."""

from home.models.content import ContentPage
from home.models.front import HomePage
from home.models.news import NewsIndexPage, NewsPage
from home.models.version import ContentVersion

__all__ = ["ContentPage", "ContentVersion", "HomePage", "NewsIndexPage", "NewsPage"]
