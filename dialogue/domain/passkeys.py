"""Passkeys: what a browser is asked, and whether what it answers is signed by the right key for the right site.

Knows no database; challenges are kept, and used up, by whoever calls."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

import webauthn
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

LONGEST = 16 * 1024  # bytes of what a browser answers
_BROKEN = (WebAuthnException, ValueError, TypeError, LookupError, OverflowError, RecursionError)


@dataclass(frozen=True, slots=True)
class Site:
    """For which site a passkey is: its domain, and the one origin whose pages may ask for it."""

    domain: str
    origin: str


@dataclass(frozen=True, slots=True)
class Made:
    credential_id: str
    public_key: bytes
    sign_count: int


@dataclass(frozen=True, slots=True)
class Question:
    """Options for the browser, in JSON, and the challenge in them, in base64url."""

    options: str
    challenge: str


def ask_to_make(site: Site, *, product: str, person_id: int, email: str, name: str, known: Iterable[str]) -> Question:
    """`known`: credential ids that the person has already."""
    options = webauthn.generate_registration_options(
        rp_id=site.domain,
        rp_name=product,
        user_id=f"person-{person_id}".encode(),
        user_name=email,
        user_display_name=name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED,  # the e-mail and the password come first
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
        exclude_credentials=_named(known),
    )
    return Question(webauthn.options_to_json(options), bytes_to_base64url(options.challenge))


def ask_to_sign(site: Site, known: Iterable[str]) -> Question:
    options = webauthn.generate_authentication_options(
        rp_id=site.domain,
        allow_credentials=_named(known),
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return Question(webauthn.options_to_json(options), bytes_to_base64url(options.challenge))


def answered(credential: str) -> tuple[str, str] | None:
    """The credential id and the challenge that an answer names, in base64url; None where it is no answer at all."""
    try:
        found = json.loads(credential[:LONGEST])
        client = json.loads(base64url_to_bytes(found["response"]["clientDataJSON"]))
        named = str(found["id"]), bytes_to_base64url(base64url_to_bytes(client["challenge"]))
    except _BROKEN:
        return None
    return named


def made(credential: str, challenge: str, site: Site) -> Made | None:
    """The new passkey, if it was made for this challenge on a page of this site."""
    try:
        found = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.domain,
            expected_origin=site.origin,
        )
    except _BROKEN:
        return None
    return Made(bytes_to_base64url(found.credential_id), found.credential_public_key, found.sign_count)


def signed(credential: str, challenge: str, site: Site, public_key: bytes, sign_count: int) -> int | None:
    """The key's new counter, if it signed this challenge on a page of this site. A counter that does not grow is that
    of a copy."""
    try:
        found = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.domain,
            expected_origin=site.origin,
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
        )
    except _BROKEN:
        return None
    return found.new_sign_count


def _named(ids: Iterable[str]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in ids]
