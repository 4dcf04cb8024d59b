"""The WSGI application: `gunicorn wsgi:app`."""

from dialogue import private
from dialogue.app import create_app

private.by_default()
app = create_app()
