"""What is taken away carries its kind, a name of our own and nothing to guess."""

from flask import Flask

from dialogue.rendering.word import names
from dialogue.web.downloads import CSV, DOCX, download, kept


def test_a_download_says_what_it_is_and_what_it_is_called(app: Flask) -> None:
    with app.test_request_context():
        response = download(b"PK", names.file_name("HLD/2026/2", "agenda"))

    assert response.get_data() == b"PK"
    assert response.headers["Content-Type"] == DOCX
    assert response.headers["Content-Disposition"].startswith("attachment; filename=")
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_table_says_its_encoding(app: Flask) -> None:
    with app.test_request_context():
        response = download(b"", names.file_name("follow-ups", extension="csv"), CSV)

    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert ".csv" in response.headers["Content-Disposition"]


def test_a_name_that_could_end_the_header_does_not(app: Flask) -> None:
    with app.test_request_context():
        response = download(b"", names.file_name('a"; filename=evil.exe\r\nX-Other: 1', "agenda"))

    assert "X-Other" not in response.headers
    assert "evil.exe;" not in response.headers["Content-Disposition"]
    assert response.headers["Content-Disposition"].count('"') == 2


def test_a_released_document_keeps_its_name(app: Flask) -> None:
    with app.test_request_context():
        response = kept(b"PK", "HLD-2026-2-minutes-public.docx")

    assert "HLD-2026-2-minutes-public.docx" in response.headers["Content-Disposition"]
