"""Secrets in addresses: worked out of words by whoever holds the key, stored as a digest."""

from dialogue.domain.tokens import digest, worked_out

KEY = "k" * 32


def test_the_same_words_give_the_same_token_and_any_other_another():
    given = worked_out(KEY, "link", "one")

    assert worked_out(KEY, "link", "one") == given
    others = {worked_out("l" * 32, "link", "one"), worked_out(KEY, "feed", "one"), worked_out(KEY, "link", "o", "ne")}
    assert len(others | {given}) == 4


def test_a_token_has_256_bits_and_may_stand_in_an_address():
    token = worked_out(KEY, "link", "one")

    assert len(token) == 43
    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_a_digest_is_the_sha_256():
    assert digest("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
