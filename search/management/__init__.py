"""Django management of the search package."""
