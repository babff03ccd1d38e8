"""Entry point of the web server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

# Dictionaries and the library of statistics are loaded here, before the server forks its workers, so that they share
# them and no visitor waits.
from django.db import connections  # noqa: E402 needs the settings

from adoption.rooting import survival  # noqa: E402 needs the apps
from search import index  # noqa: E402 needs the apps

index.warm_up()
survival.warm_up()
connections.close_all()  # a connection cannot be shared with a process that is forked off
