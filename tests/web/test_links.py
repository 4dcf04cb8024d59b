"""Links for passwords as pages make them: by mail where a mail server is set, else to be handed over."""

from flask import Flask
from sqlalchemy.orm import Session, scoped_session

from dialogue.domain.password_links import PATH, make, token
from dialogue.web import links
from tests.cast import SECRET_KEY, Cast
from tests.conftest import Clock


def test_the_whole_address_of_a_link_is_that_of_its_page(
    people: Cast, app: Flask, db: scoped_session[Session], clock: Clock
) -> None:
    link = make(people.outsider, secret=SECRET_KEY, by=people.admin, by_hand=True, to=people.admin, at=clock())

    with app.test_request_context():
        assert links.shown(link) == f"http://localhost{PATH}{token(link.name, SECRET_KEY)}"
        assert not links.by_mail()
