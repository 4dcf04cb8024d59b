"""What is typed of a meeting: read back as its plan, and refused with a sentence beside what was typed."""

from collections.abc import Callable

from flask.testing import FlaskClient

from tests.web.browser import submit
from tests.web.test_meetings import filled

Browse = Callable[[str], FlaskClient]


def test_an_address_to_join_from_afar_begins_with_https(browse: Browse) -> None:
    client, path, typed = filled(browse)

    answer = submit(client, path, typed | {"link": "http://meet.example"})

    assert answer.status_code == 422
    assert "Please give an address that begins with https://." in answer.text
    assert 'value="http://meet.example"' in answer.text
