"""Somebody who has signed in, at another process that has the same secret and the same database."""

import http.client
import secrets
from urllib.parse import urlencode

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeSerializer, URLSafeTimedSerializer

from dialogue.domain.signins import SignIn
from dialogue.web.presence import COOKIE_FIELD


class SignedIn:
    """Sends forms as a browser would, each of a page of its own."""

    def __init__(self, sign_in: SignIn, secret: str) -> None:
        app = Flask("cookies")
        app.secret_key = secret
        raw = secrets.token_hex(20)
        cookie = SecureCookieSessionInterface().get_signing_serializer(app)
        assert cookie is not None
        self.cookie = cookie.dumps({COOKIE_FIELD: sign_in.token, "csrf_token": raw})
        self.token = URLSafeTimedSerializer(secret, salt="wtf-csrf-token").dumps(raw)
        self.keys = URLSafeSerializer(secret, salt="form-key")
        self.person_id = sign_in.person_id

    def form(self, **fields: str) -> bytes:
        key = self.keys.dumps([self.person_id, secrets.token_urlsafe(12)])
        return urlencode({"csrf_token": self.token, "form_key": key, **fields}).encode()

    def post(self, port: int, path: str, body: bytes, timeout: float = 20) -> http.client.HTTPResponse:
        """The answer, read to its end."""
        there = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
        try:
            head = {"Cookie": f"dialogue={self.cookie}", "Content-Type": "application/x-www-form-urlencoded"}
            there.request("POST", path, body, head)
            answer = there.getresponse()
            answer.text = answer.read().decode()  # type: ignore[attr-defined]
            return answer
        finally:
            there.close()
