"""Who is here, and when."""

import datetime as dt

import pytest
from flask import Flask

from dialogue.web.presence import me, now, sign_in_url, today, visitor


def test_now_is_the_arrival_and_today_the_day_on_the_wall(app: Flask) -> None:
    late = dt.datetime(2026, 7, 10, 22, 30, tzinfo=dt.UTC)
    with app.test_request_context("/", environ_overrides={"dialogue.arrived_at": late}):
        assert now() == late
        assert today() == dt.date(2026, 7, 11)


def test_where_nobody_is_signed_in_there_is_no_me(app: Flask) -> None:
    with app.test_request_context("/"):
        assert visitor() is None
        with pytest.raises(RuntimeError, match="nobody is signed in"):
            me()


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("/", "/sign-in"),
        ("/sessions", "/sign-in?next=/sessions"),
        ("/follow-ups?state=open&q=a b", "/sign-in?next=/follow-ups?state%3Dopen%26q%3Da+b"),
    ],
)
def test_the_sign_in_leads_back(app: Flask, path: str, url: str) -> None:
    with app.test_request_context(path):
        assert sign_in_url() == url
