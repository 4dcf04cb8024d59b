"""What the index said of the locks is judged as it is meant: nothing known is nothing said."""

import pytest

from tests.audit import NOBODY, asked, judged, status

FINE = {"dependencies": [{"name": "flask", "version": "3.1.3", "vulns": []}]}
UNKNOWN = {"dependencies": [{"name": "alembic", "skip_reason": "not found"}, {"name": "flask", "skip_reason": "no"}]}
FAULTY = {
    "dependencies": [
        {"name": "flask", "version": "3.1.2", "vulns": [{"id": "PYSEC-1", "fix_versions": ["3.1.3"]}]},
        {"name": "jinja2", "version": "3.1.0", "vulns": [{"id": "PYSEC-2", "fix_versions": []}]},
        {"name": "alembic", "skip_reason": "not found"},
    ]
}


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ([FINE, FINE], 0),
        ([UNKNOWN, UNKNOWN], 0),
        ([None, None], 0),
        ([FINE, None], 0),
        ([FAULTY, None], 1),
        ([FINE, FAULTY], 1),
    ],
)
def test_a_fault_fails_and_an_index_that_knows_nothing_is_skipped(answers, code):
    assert status(answers, {})[1] == code


@pytest.mark.parametrize("answers", [[UNKNOWN, UNKNOWN], [None, None], [FINE, None]])
def test_what_was_not_answered_is_no_pass(answers):
    assert status(answers, {}) == ([NOBODY], 0)
    assert status(answers, {"REQUIRE": "pg,audit"}) == ([NOBODY], 1)


def test_each_fault_is_a_line_that_says_what_mends_it():
    lines, code = status([FAULTY, FINE | {"dependencies": [*FAULTY["dependencies"]]}], {})

    assert code == 1
    assert lines == [
        "flask 3.1.2: PYSEC-1, mended in 3.1.3",
        "jinja2 3.1.0: PYSEC-2, mended in no version yet",
        "known faults: 2 in 2 packages",
    ]


def test_what_nobody_knows_of_is_told_beside_what_is_well():
    both = {"dependencies": [*FINE["dependencies"], {"name": "alembic", "skip_reason": "not found"}]}

    assert status([both], {})[0] == ["known faults: none in 1 packages; of 1 more the index knows nothing"]
    assert judged([both, UNKNOWN])[1:] == (2, 2)


def test_who_takes_too_long_has_told_nothing():
    assert asked("requirements.txt", 0.01) is None
