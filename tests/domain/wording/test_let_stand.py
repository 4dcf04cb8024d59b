"""A decision to let words stand is kept with what was found, and in the log."""

from dialogue.domain.wording import Finding, LetStand, Where, let_stand, of_key
from tests.factories import AT, person


def test_it_keeps_who_when_why_and_which_and_tells_the_log():
    by, found = person(), (Finding(Where("2", 14), "state border", "state border", "the line"),)

    made = let_stand(
        "minutes",
        "2026-2",
        "sign-off",
        found,
        text_hash="a" * 64,
        reason="Agreed by phone.",
        session_id=7,
        by=by,
        at=AT,
    )

    assert (made.findings, made.reason, made.by, made.at, made.step) == (found, "Agreed by phone.", by, AT, "sign-off")
    assert [(one.verb, one.by, one.at, one.digest) for one in made.facts()] == [("let stand", by, AT, "a" * 64)]


def test_what_was_let_stand_in_a_text_comes_with_the_newest_first():
    told = str(of_key("minutes", "2026-2").compile(compile_kwargs={"literal_binds": True}))

    assert f"{LetStand.__tablename__}.kind = 'minutes'" in told and "ORDER BY let_stand.id DESC" in told
