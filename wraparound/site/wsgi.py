"""The entry point for a web server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wraparound.site.settings")
application = get_wsgi_application()

from wraparound.site import warming  # noqa: E402 - needs the apps

warming.begin()
