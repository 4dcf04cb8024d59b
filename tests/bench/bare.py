"""The floor: a Flask application whose views do nothing but answer bytes that somebody else has made."""

import os
from pathlib import Path

from flask import Flask, Response, request

app = Flask(__name__, static_folder=None)
FOLDER = Path(os.environ["BENCH_BYTES"])


@app.get("/<name>")
def bare(name: str) -> Response:
    if "If-None-Match" in request.headers:
        return Response(status=304)
    return Response((FOLDER / name).read_bytes(), content_type="text/html; charset=utf-8")
