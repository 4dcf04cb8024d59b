"""Links by which people choose their passwords, as pages make and show them."""

from flask import current_app, url_for

from dialogue.actions import accounts
from dialogue.actions.mandates import Links
from dialogue.config import Config
from dialogue.db import db
from dialogue.domain import password_links
from dialogue.domain.password_links import PasswordLink
from dialogue.domain.people import Person
from dialogue.web.presence import me, now


def by_mail() -> bool:
    """Whether mails reach people; without a mail server they are written to files, and a link is handed over."""
    return bool(_config().smtp_url)


def how() -> Links:
    """How links are made here."""
    return Links(secret=_config().secret_key, by_hand=not by_mail())


def let_in(person: Person) -> PasswordLink:
    """Make a link for the person: by mail where there is a mail server, so that nobody else sees it."""
    made = accounts.make_link(person, by=me(), secret=_config().secret_key, by_hand=not by_mail(), at=now())
    db.flush()
    return made


def shown(link: PasswordLink) -> str:
    """The whole address of a link, for whoever may see it (`PasswordLink.may_be_shown`)."""
    return _config().base_url + url_for("passwords.link", token=password_links.token(link.name, _config().secret_key))


def _config() -> Config:
    config: Config = current_app.extensions["dialogue.config"]
    return config
