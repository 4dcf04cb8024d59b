"""Passkeys: made and signed for this site and this challenge, or not at all."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from dialogue.domain import passkeys
from dialogue.domain.passkeys import Made, Site
from tests.authenticator import Authenticator, b64

SITE = Site("dialogue.example", "https://dialogue.example")
Change = Callable[[Authenticator], Any]


def key(**other: str) -> Authenticator:
    return Authenticator(**{"domain": SITE.domain, "origin": SITE.origin} | other)


def made(one: Authenticator) -> tuple[Made | None, str]:
    asked = passkeys.ask_to_make(SITE, product="D", person_id=1, email="a@o.example", name="A", known=[])
    return passkeys.made(one.make(json.loads(asked.options)), asked.challenge, SITE), asked.challenge


def test_a_passkey_is_made_and_signs_in() -> None:
    one = key()
    found, _ = made(one)
    assert found is not None
    assert (found.credential_id, found.sign_count) == (b64(one.id), 0)

    asked = passkeys.ask_to_sign(SITE, [found.credential_id])
    answer = one.sign(json.loads(asked.options))

    assert passkeys.answered(answer) == (found.credential_id, asked.challenge)
    assert passkeys.signed(answer, asked.challenge, SITE, found.public_key, 0) == 1


def test_the_options_name_the_site_the_person_and_what_is_known() -> None:
    asked = passkeys.ask_to_make(SITE, product="D", person_id=7, email="a@o.example", name="A", known=["AAAA"])
    options = json.loads(asked.options)

    assert options["rp"] == {"id": "dialogue.example", "name": "D"}
    assert (options["user"]["name"], options["user"]["id"]) == ("a@o.example", b64(b"person-7"))
    assert [one["id"] for one in options["excludeCredentials"]] == ["AAAA"]
    assert options["challenge"] == asked.challenge
    assert options["authenticatorSelection"]["userVerification"] == "preferred"


@pytest.mark.parametrize("other", [{"origin": "https://dialogue.example.evil"}, {"domain": "evil.example"}])
def test_what_was_made_or_signed_for_another_site_is_refused(other: dict[str, str]) -> None:
    assert made(key(**other))[0] is None

    one, wrong = key(), key(**other)
    found, _ = made(one)
    assert found is not None
    wrong.key = one.key
    asked = passkeys.ask_to_sign(SITE, [])
    answer = wrong.sign(json.loads(asked.options))

    assert passkeys.signed(answer, asked.challenge, SITE, found.public_key, 0) is None


def test_another_challenge_another_key_and_a_copy_are_refused() -> None:
    one = key()
    found, _ = made(one)
    assert found is not None
    first, second = (passkeys.ask_to_sign(SITE, []) for _ in range(2))
    answer = one.sign(json.loads(first.options))

    assert passkeys.signed(answer, first.challenge, SITE, found.public_key, 0) == 1
    assert passkeys.signed(answer, second.challenge, SITE, found.public_key, 0) is None
    assert passkeys.signed(key().sign(json.loads(first.options)), first.challenge, SITE, found.public_key, 0) is None
    assert passkeys.signed(answer, first.challenge, SITE, found.public_key, 1) is None


@pytest.mark.parametrize(
    "answer",
    ["", "{", "[]", "null", "1", "{}", '{"id": 1}', '{"response": {"clientDataJSON": 1}}', "[" * 100_000, '{"id":"é"}'],
)
def test_what_is_no_answer_is_refused(answer: str) -> None:
    found, challenge = made(key())
    assert found is not None

    assert passkeys.answered(answer) is None
    assert passkeys.made(answer, challenge, SITE) is None
    assert passkeys.signed(answer, challenge, SITE, found.public_key, 0) is None


def test_mangled_bytes_are_refused_and_no_fault() -> None:
    """Each byte of a good answer changed in turn: another key would be no fault, anything else is refused."""
    one = key()
    asked = passkeys.ask_to_make(SITE, product="D", person_id=1, email="a@o.example", name="A", known=[])
    whole = json.loads(one.make(json.loads(asked.options)))
    text = whole["response"]["attestationObject"]
    for n in range(0, len(text), 3):
        whole["response"]["attestationObject"] = text[:n] + ("A" if text[n] != "A" else "B") + text[n + 1 :]
        passkeys.made(json.dumps(whole), asked.challenge, SITE)
        whole["response"]["attestationObject"] = text[:n]
        assert passkeys.made(json.dumps(whole), asked.challenge, SITE) is None
