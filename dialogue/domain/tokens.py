"""Secrets in addresses: how they are made, and how they are stored."""

import base64
import hashlib
import hmac
import json


def worked_out(secret: str, purpose: str, *words: str) -> str:
    """The token that belongs to these words, stored nowhere: it is worked out anew by whoever holds the secret. Without
    it nobody can guess the token any better than a random one."""
    mac = hmac.digest(secret.encode(), json.dumps([purpose, *words]).encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(mac).rstrip(b"=").decode("ascii")


def digest(secret: str) -> str:
    """How a secret is stored: it cannot be read back from a stolen backup."""
    return hashlib.sha256(secret.encode()).hexdigest()
