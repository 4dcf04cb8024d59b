"""The server's settings; that it serves and stops is walked through in `stories/test_installation.py`."""

import pytest

from dialogue.server import Gunicorn


def hello(environ, start_response):
    start_response("200 OK", [])
    return [b"hello"]


@pytest.mark.parametrize(("host", "bind"), [("127.0.0.1", "127.0.0.1:8000"), ("::1", "[::1]:8000")])
def test_the_server_listens_where_it_is_told(host, bind):
    server = Gunicorn(lambda: hello, host=host, port=8000)

    assert server.cfg.bind == [bind]


def test_the_server_is_one_process_with_threads_and_writes_no_addresses_down():
    server = Gunicorn(lambda: hello, host="127.0.0.1", port=8000)

    assert (server.cfg.worker_class_str, server.cfg.workers, server.cfg.threads) == ("gthread", 1, 8)
    assert server.cfg.accesslog is None


def test_the_application_is_made_where_it_runs():
    made = []
    server = Gunicorn(lambda: made.append("now") or hello, host="127.0.0.1", port=8000)

    assert made == []
    assert server.load() is hello
    assert made == ["now"]


def test_what_runs_beside_begins_where_the_application_runs():
    begun = []
    server = Gunicorn(lambda: hello, host="127.0.0.1", port=8000, beside=lambda: begun.append("now"))

    assert begun == []
    server.cfg.post_worker_init(None)
    assert begun == ["now"]
