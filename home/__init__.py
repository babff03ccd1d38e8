"""The site's frame: front page, ordinary pages, news, base templates, components, static files."""
