"""Entry point of the web server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

# Dictionaries are loaded here, before the server forks its workers, so that they share them and no visitor waits.
from search.index import warm_up  # noqa: E402 needs the apps

warm_up()
