"""What makes a password good enough: many guesses, and more than names; and the judge takes no long time."""

import time

import pytest
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from dialogue.domain.base import refusal
from dialogue.domain.passwords import SHORTEST
from dialogue.domain.strength import EASY, OF_NAMES, must_be_good

ABOUT = [
    "chair.kosovo@kosovo.example",
    "Kaltrina Chair",
    "Deputy Minister",
    "NATO–Kosovo High-Level Political Dialogue",
    "NATO",
    "North Atlantic Treaty Organization",
    "Government of Kosovo",
    "Security Policy Institute",
    "Brussels",
    "Prishtina",
]


def said(password):
    """The sentence that refuses it; "" where nothing does."""
    return str(refusal(must_be_good, password, ABOUT) or "")


@pytest.mark.parametrize(
    "password",
    [
        "qwertyuiop12", "Passw0rd1234", "passwordpassword", "password-password", "P@ssw0rd!2026", "iloveyou12345",
        "Summer2026!!", "Winter-2026!", "letmein123456", "1q2w3e4r5t6y", "zaq12wsxcde3", "Welcome12345!",
        "111222333444", "abcdefghijkl", "football2026", "Monkey-12345", "michael-jordan", "aaaaaaaaaaaaaaaa",
        "dragon-master1", "january-2026", "123456789123", "123456789qwerty", "1234567890987654321",
    ],
)  # fmt: skip
def test_what_is_tried_first_is_refused(password):
    assert said(password) == EASY


def test_no_leaked_password_of_the_list_is_good():
    leaked = [one for one in FREQUENCY_LISTS["passwords"] if len(one) >= SHORTEST]

    assert (len(FREQUENCY_LISTS["passwords"]), len(leaked)) == (30_000, 229)
    assert [one for one in leaked if said(one) not in {EASY, OF_NAMES}] == []


@pytest.mark.parametrize(
    "password",
    [
        "natokosovo2026", "NATO-Kosovo-2026!", "chair.kosovo@kosovo.example", "Chair.Kosovo@kosovo.example1",
        "kaltrina.chair1", "KALTRINA CHAIR 99", "brussels2026!", "Prishtinë2026!!", "Kosova-2026!!",
        "N4T0-K0s0v0-2026", "Косово-НАТО-2026", "nato-kosovo-qwertyuiop", "high-level-dialogue", "deputy-minister-7",
        "securitypolicyinstitute", "Government of Kosovo!",
    ],
)  # fmt: skip
def test_what_is_little_more_than_names_is_refused(password):
    assert said(password) == OF_NAMES


def test_the_same_is_good_where_it_names_nobody():
    must_be_good("kaltrina.chair1", ["Besa Krasniqi"])
    assert said("kaltrina.chair1") == OF_NAMES


@pytest.mark.parametrize(
    "password",
    [
        "a long walk by the river", "four horses on a green hill", "correct horse battery staple",
        "Blue-lantern-harbour-77", "gjethe të gjelbra mbi lumë", "vier Pferde am Hügel", "plum-otter-canvas",
        "kosovo lantern gravel otter", "zana pi kafe ne oborr", "xkq7vmz2pwtj", "tr0ub4dor&3xyz", "Koliba#lipa#1987",
        "мост преко старе реке",
    ],
)  # fmt: skip
def test_several_words_or_chance_are_good(password):
    assert said(password) == ""


@pytest.mark.parametrize(
    "password",
    [
        "+(@94{58<|7$160![%3249+0|080%|1$[(7%3${{",
        "4@8({[<369&#!1|0$5+7%2" * 11,
        "1!|+7([<" * 32,
        "a" * 256,
        "ab" * 128,
        "1qaz" * 64,
        "4@aA" * 64,
        "(" * 256,
    ],
)
def test_no_password_keeps_the_judge_busy(password):
    """Trying all letters that its signs may stand for took six seconds of the first."""
    began = time.process_time()

    said(password)

    assert time.process_time() - began < 0.3


def test_nothing_at_all_is_refused():
    assert said("") == EASY
