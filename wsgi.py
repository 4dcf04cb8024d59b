"""The WSGI application: `gunicorn wsgi:app`."""

from dialogue import heap
from dialogue.app import create_app

app = create_app()
heap.settle()
