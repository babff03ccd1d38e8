"""How gunicorn serves the portal: `gunicorn -c config/gunicorn.py config.wsgi`."""

preload_app = True  # the dictionaries of the search are loaded once, before the workers part
threads = 4
timeout = 60
# A pasted text of 10,000 characters in the search box gets the portal's own answer, not the server's 414.
# A web server in front sets its own bound.
limit_request_line = 0
control_socket_disable = True  # signals are enough, and two portals on a host would share its file
