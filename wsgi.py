"""The WSGI application: `gunicorn wsgi:app`."""

from dialogue.app import create_app

app = create_app()
