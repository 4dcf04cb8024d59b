"""Copies of 120 paragraphs, edited at random: no change is lost, none at a wrong place or by a wrong hand."""

import pytest

from dialogue.rendering.word import returned
from tests.rendering.word.office import AUTHOR, WITH_OFFICE, Office
from tests.rendering.word.trips import DRAFT, SENT, by_word, drawn, faults


@pytest.mark.parametrize("seeds", [range(1, 5), pytest.param(range(5, 101), marks=pytest.mark.slow)])
def test_copies_that_word_saved_come_back_whole(seeds):
    plans = {seed: drawn(seed) for seed in seeds}
    copies = {seed: by_word(edits, seed=seed) for seed, edits in plans.items()}

    assert lost(copies, plans) == {}


def test_the_judge_finds_what_is_lost():
    edits = drawn(1)

    assert faults(SENT, edits)
    assert faults(returned.read(DRAFT), []) == []


@WITH_OFFICE
@pytest.mark.slow
def test_copies_of_word_that_libreoffice_saved_come_back_whole(tmp_path):
    plans = {f"copy{seed}": drawn(seed) for seed in range(201, 251)}
    copies = Office(tmp_path).saved({name: by_word(edits, seed=7) for name, edits in plans.items()})

    assert lost(copies, plans) == {}


@WITH_OFFICE
@pytest.mark.slow
def test_copies_that_libreoffice_edited_come_back_whole(tmp_path):
    plans = {f"copy{seed}": drawn(seed, authors=(AUTHOR,)) for seed in range(301, 351)}
    copies = Office(tmp_path).edited(DRAFT, plans)

    assert lost(copies, plans) == {}


@pytest.mark.parametrize("seeds", [range(401, 404), pytest.param(range(404, 425), marks=pytest.mark.slow)])
def test_changes_that_nobody_tracked_are_found_beside_the_paper_that_was_sent_out(seeds):
    plans = {f"copy{seed}": drawn(seed) for seed in seeds}
    copies = {name: by_word(edits, seed=7, track=False) for name, edits in plans.items()}

    assert lost(copies, plans, tracked=False) == {}


@WITH_OFFICE
@pytest.mark.slow
def test_what_libreoffice_did_not_track_is_found_as_well(tmp_path):
    plans = {f"copy{seed}": drawn(seed, authors=(AUTHOR,)) for seed in range(501, 506)}
    copies = Office(tmp_path).edited(DRAFT, plans, tracked=False)

    assert lost(copies, plans, tracked=False) == {}


def lost(copies, plans, *, tracked=True):
    found = {}
    for name, edits in plans.items():
        copy = returned.read(copies[name])
        copy = copy if tracked else returned.completed(copy, SENT)
        found[name] = list(faults(copy, edits, tracked=tracked))
    return {name: told for name, told in found.items() if told}
