"""Markings: found at the head of a page in four languages, and never in a sentence that speaks of something else."""

import pytest

from dialogue.domain.base import Refused
from dialogue.domain.markings import found, must_not_be_classified


@pytest.mark.parametrize(
    ("text", "marking"),
    [
        ("NATO RESTRICTED", "NATO RESTRICTED"),
        ("Page 1\n-- NATO  SECRET --\nText", "NATO SECRET"),
        ("Minutes. NATO CONFIDENTIAL REL TO KFOR", "NATO CONFIDENTIAL"),
        ("RESTREINT UE/EU RESTRICTED", "RESTREINT UE"),
        ("Nato restricted", "NATO RESTRICTED"),
        ("NATO DIFFUSION RESTREINTE", "NATO DIFFUSION RESTREINTE"),
        ("TEPËR SEKRET", "TEPËR SEKRET"),
        ("  Konfidencial  ", "KONFIDENCIAL"),
        ("СТРОГО ПОВЕРЉИВО", "СТРОГО ПОВЕРЉИВО"),
        ("[ interno ]", "INTERNO"),
        ("TEPE\u0308R SEKRET", "TEPËR SEKRET"),
    ],
)
def test_a_marking_is_found(text, marking):
    assert found(text) == marking


@pytest.mark.parametrize(
    "text",
    [
        "",
        "NATO UNCLASSIFIED Releasable to EU/PfP",
        "LIMITED DISTRIBUTION",
        "The restricted part of the session begins at ten.",
        "Papers that are Nato Restricted are handed over elsewhere.",
        "A secret that everybody knows",
        "ANATO SECRETS",
    ],
)
def test_what_speaks_of_something_else_is_none(text):
    assert found(text) == ""


def test_what_bears_one_is_refused_with_the_way_to_go_on():
    with pytest.raises(Refused) as no:
        must_not_be_classified("A title", "COSMIC TOP SECRET")

    assert str(no.value) == (
        "It bears the marking “COSMIC TOP SECRET”. Nothing that is classified may be kept here. "
        "Please hand it over by the registry of your own side, and attach a paper without it."
    )
