"""The joint communiqué over HTTP: written, signed off, approved or kept under silence, released, held back."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from dialogue.actions import rounds, texts
from dialogue.db import db
from dialogue.domain import papers
from dialogue.domain.agreed import TextState
from dialogue.domain.communiques import Communique
from dialogue.domain.editions import Level
from dialogue.domain.notices import Dispatch, NoticeKind
from dialogue.domain.papers import ReleasedFile
from dialogue.domain.receipts import Receipt
from dialogue.domain.sessions import Session
from dialogue.domain.silence import Category, Circulation, Formula, Profile
from tests import silent
from tests.conftest import Clock
from tests.factories import DAY, HOUR
from tests.planted import AT
from tests.rendering.word.checks import faults, words
from tests.web.browser import submit
from tests.web.mails import Letters, addressed, shown, told

Browse = Callable[[str], FlaskClient]
THEIRS = "secretary.prishtina@dialogue.example"
THEIR_CHAIR = "chair.kosovo@kosovo.example"
ONE = "/sessions/2027-1/communique"
WORDS = {"title": "Joint communiqué", "text": "Both sides **welcome** the (*) progress.", "embargo": ""}


def kept() -> Communique:
    db.remove()
    return db.scalars(Communique.of_ref("2027-1")).one()


def the_file() -> ReleasedFile:
    return db.scalars(papers.files_of(kept().session, "communique")).one()


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found is not None
    return found[1]


def sign(client: FlaskClient) -> int:
    return submit(client, f"{ONE}/sign-off", {"seen": hidden(client.get(ONE).text, "seen")}).status_code


def approve(client: FlaskClient) -> int:
    return submit(client, f"{ONE}/approval", {"seen": kept().text_hash}).status_code


def release(browse: Browse, *levels: str) -> None:
    for level in levels:
        for who in ("secretary", THEIRS):
            assert submit(browse(who), f"{ONE}/release", {"level": level}).status_code == 303


@pytest.fixture
def begun(browse: Browse) -> Browse:
    assert submit(browse("secretary"), ONE, WORDS).location == ONE
    return browse


@pytest.fixture
def final(begun: Browse) -> Browse:
    assert [sign(begun(who)) for who in ("secretary", THEIRS)] == [303, 303]
    return begun


@pytest.fixture
def approved(final: Browse) -> Browse:
    assert [approve(final(who)) for who in ("chair", THEIR_CHAIR)] == [303, 303]
    return final


READERS = ("secretary", "chair", "delegate", "adviser", "co-host", "other co-host", "outsider", "admin")


def who_reads(browse: Browse, address: str = ONE) -> set[str]:
    return {who for who in READERS if browse(who).get(address).status_code == 200}


def test_a_secretary_begins_it_and_the_two_secretaries_alone_read_it(begun: Browse) -> None:
    assert who_reads(begun) == {"secretary"}
    assert "Communiqué" in begun("secretary").get("/sessions/2027-1").text.split('class="tabs"')[1]
    assert "Communiqué" not in begun("delegate").get("/sessions/2027-1").text.split('class="tabs"')[1]
    assert submit(begun(THEIRS), ONE, WORDS).status_code == 409  # a session has one


def test_it_refers_to_no_compartment_and_keeps_what_was_typed(begun: Browse) -> None:
    ours = begun("secretary")
    typed = WORDS | {"text": "Progress was made under MM/1.", "base_version": "1"}

    answer = submit(ours, f"{ONE}/edit", typed)

    assert answer.status_code == 422
    assert "it cannot name “MM/1”." in answer.text
    assert typed["text"] in answer.text
    assert kept().text == WORDS["text"]


def test_for_whom_there_is_none_yet_it_is_as_one_that_may_not_be_read(browse: Browse) -> None:
    before = {who: browse(who).get(ONE).status_code for who in READERS[1:]}
    assert submit(browse("secretary"), ONE, WORDS).status_code == 303

    assert {who: browse(who).get(ONE).status_code for who in READERS[1:]} == before


def test_of_a_cancelled_session_nothing_is_told_and_no_form_is_shown(browse: Browse) -> None:
    session = db.scalars(select(Session).where(Session.year == 2027, Session.number == 2)).one()
    session.cancel("No date", by=silent.sides(db).ours, at=AT)
    db.commit()

    page = browse("secretary").get("/sessions/2027-2/communique").text
    assert "there is nothing to tell of it" in page and "<textarea" not in page
    assert submit(browse("secretary"), "/sessions/2027-2/communique", WORDS).status_code == 409


def test_what_is_missing_is_said_and_what_was_typed_is_kept(browse: Browse) -> None:
    answer = submit(browse("secretary"), ONE, WORDS | {"title": ""})

    assert answer.status_code == 422
    assert "Both sides **welcome** the (*) progress." in answer.text


def test_two_editors_see_both_texts_and_lose_neither(begun: Browse) -> None:
    base = hidden(begun("secretary").get(f"{ONE}/edit").text, "base_version")
    assert submit(begun(THEIRS), f"{ONE}/edit", WORDS | {"text": "Theirs.", "base_version": base}).status_code == 303

    answer = submit(begun("secretary"), f"{ONE}/edit", WORDS | {"text": "Ours.", "base_version": base})

    assert answer.status_code == 409
    assert "Theirs." in answer.text and "Ours." in answer.text
    assert kept().text == "Theirs."


def test_a_text_that_changed_since_it_was_read_is_not_signed_off(begun: Browse) -> None:
    seen = hidden(begun("secretary").get(ONE).text, "seen")
    base = hidden(begun(THEIRS).get(f"{ONE}/edit").text, "base_version")
    submit(begun(THEIRS), f"{ONE}/edit", WORDS | {"text": "Another.", "base_version": base})

    assert submit(begun("secretary"), f"{ONE}/sign-off", {"seen": seen}).status_code == 409
    assert kept().sign_offs == []


def test_from_the_final_draft_on_those_who_speak_read_it_and_nobody_changes_it(final: Browse) -> None:
    assert who_reads(final) == {"secretary", "chair"}
    assert submit(final("secretary"), f"{ONE}/edit", WORDS | {"base_version": "9"}).status_code == 409
    assert kept().revisions[0].sheet.text == WORDS["text"]


def test_a_co_chair_returns_it_with_what_is_asked_for(final: Browse) -> None:
    answer = submit(final("chair"), f"{ONE}/return", {"seen": kept().text_hash, "reason": "Say <b>less</b>."})

    assert answer.status_code == 303
    assert kept().state is TextState.DRAFTING
    page = final("secretary").get(ONE).text
    assert "Say &lt;b&gt;less&lt;/b&gt;." in page
    assert [sign(final(who)) for who in ("secretary", THEIRS)] == [303, 303]  # the same words need two new sign-offs
    assert [one.rev for one in kept().revisions] == [1, 2]


def test_both_co_chairs_approve_it_by_its_hash(final: Browse) -> None:
    assert submit(final("chair"), f"{ONE}/approval", {"seen": "0" * 64}).status_code == 409
    assert submit(final("secretary"), f"{ONE}/approval", {"seen": kept().text_hash}).status_code in (403, 404)
    assert approve(final("chair")) == 303
    assert kept().state is TextState.FINAL_DRAFT
    assert approve(final(THEIR_CHAIR)) == 303

    done = kept()
    assert (done.state, [one.level for one in done.editions]) == (
        TextState.APPROVED,
        [Level.DELEGATIONS, Level.PUBLIC],
    )


def the_mail(kind: NoticeKind) -> Letters:
    db.remove()
    return told(db.scalars(select(Dispatch).where(Dispatch.kind == kind.value).order_by(Dispatch.id.desc())).first())


def test_the_page_before_the_second_word_shows_the_mail_that_goes_out_with_it(final: Browse) -> None:
    """Of the approval and of a release; but for whoever gives that word, and knows. Where people are reached a
    secretary reads, and a co-chair does not."""
    page = final(THEIR_CHAIR).get(ONE).text
    before = shown(page)
    assert addressed(page) == set()
    assert [approve(final(who)) for who in ("chair", THEIR_CHAIR)] == [303, 303]
    assert before == the_mail(NoticeKind.APPROVED)

    assert submit(final("secretary"), f"{ONE}/release", {"level": "delegations"}).status_code == 303
    page = final(THEIRS).get(ONE).text
    before = shown(page)
    assert len(addressed(page)) > 1
    assert submit(final(THEIRS), f"{ONE}/release", {"level": "delegations"}).status_code == 303
    assert before == the_mail(NoticeKind.COMMUNIQUE_OUT)


def test_an_edition_goes_out_with_both_words_as_a_file_that_stays(approved: Browse) -> None:
    assert submit(approved("secretary"), f"{ONE}/release", {"level": "delegations"}).status_code == 303
    assert "delegate" not in who_reads(approved)
    assert submit(approved("secretary"), f"{ONE}/release", {"level": "delegations"}).status_code == 409
    assert submit(approved(THEIRS), f"{ONE}/release", {"level": "delegations"}).status_code == 303

    assert who_reads(approved) == {"secretary", "chair", "delegate"}
    taken = approved("delegate").get(f"{ONE}.docx")
    assert faults(taken.data) == []
    assert "the (*) progress." in words(taken.data)
    assert approved("delegate").get(f"{ONE}.docx").data == taken.data
    file = the_file()
    assert len(db.scalars(select(Receipt).where(Receipt.file_id == file.id)).all()) == 2
    assert approved("co-host").get(f"{ONE}.docx").status_code == 404


def test_the_public_edition_is_open_to_whoever_follows_the_session(approved: Browse) -> None:
    release(approved, "public")

    assert who_reads(approved) == {"secretary", "chair", "delegate", "adviser", "co-host"}
    assert approved("delegate").get(f"{ONE}?edition=delegations").status_code == 404
    assert approved("co-host").get(f"{ONE}?edition=cohost").status_code == 422


def test_a_co_host_finds_it_among_its_documents_once_it_is_public(approved: Browse) -> None:
    release(approved, "delegations")
    assert "Communiqué" not in approved("co-host").get("/documents").text

    release(approved, "public")

    page = approved("co-host").get("/documents").text
    assert f'href="{ONE}.docx?edition=public"' in page
    assert approved("co-host").get(f"{ONE}.docx?edition=public").status_code == 200


def test_until_its_embargo_is_over_the_public_edition_is_held_back(browse: Browse, clock: Clock) -> None:
    until = AT + 2 * HOUR
    typed = (until.astimezone(dt.timezone(HOUR))).strftime("%Y-%m-%dT%H:%M")
    assert submit(browse("secretary"), ONE, WORDS | {"embargo": typed}).status_code == 303
    assert [sign(browse(who)) for who in ("secretary", THEIRS)] == [303, 303]
    assert [approve(browse(who)) for who in ("chair", THEIR_CHAIR)] == [303, 303]
    release(browse, "public", "delegations")
    assert kept().embargo == until

    assert who_reads(browse) == {"secretary", "chair", "delegate"}
    assert who_reads(browse, f"{ONE}.docx") == {"secretary", "chair", "delegate"}
    assert who_reads(browse, f"{ONE}.docx?edition=public") == {"secretary", "chair"}
    assert "Communiqué" not in browse("co-host").get("/sessions/2027-1").text.split('class="tabs"')[1]
    assert "Not to be published before" in browse("delegate").get(ONE).text
    assert "Communiqué" not in browse("co-host").get("/documents").text

    clock.at = until
    assert {"co-host", "adviser"} <= who_reads(browse)
    assert "Communiqué" in browse("co-host").get("/sessions/2027-1").text.split('class="tabs"')[1]


def waits(client: FlaskClient) -> set[str]:
    """What home asks of this reader about the communiqué."""
    page = client.get("/").text.split("Waits for others")[0]
    return {one for one in re.findall(r">([^<>]*communiqué[^<>]*)<", page) if ONE in page}


def test_home_says_whose_turn_it_is(begun: Browse) -> None:
    assert waits(begun(THEIRS)) == {"Write the joint communiqué, and sign it off"}
    sign(begun("secretary"))
    assert waits(begun(THEIRS)) == {"Sign off the joint communiqué"}
    assert waits(begun("secretary")) == set()
    sign(begun(THEIRS))
    assert [waits(begun(who)) for who in ("chair", "delegate")] == [{"Approve the joint communiqué"}, set()]
    approve(begun("chair"))
    assert waits(begun("chair")) == set()
    approve(begun(THEIR_CHAIR))
    assert waits(begun("secretary")) == {"Release the joint communiqué, edition by edition"}
    submit(begun("secretary"), f"{ONE}/release", {"level": "public"})
    assert "Consent to the release of the joint communiqué: public" in waits(begun(THEIRS))


def test_what_a_co_chair_returned_waits_for_both_secretaries(final: Browse) -> None:
    submit(final("chair"), f"{ONE}/return", {"seen": kept().text_hash, "reason": "Shorter."})

    assert waits(final(THEIRS)) == {"Work on the joint communiqué: it was not approved"}


# Under silence


@pytest.fixture
def round_(final: Browse) -> int:
    """Issued, by its id."""
    here = silent.sides(db)
    terms = texts.Terms(Formula.APPROVED, Profile.DECISION, Category.PROCEDURAL, "It tells what was agreed.")
    text = texts.find("communique", "2027-1")
    assert text is not None
    made = rounds.propose(text, terms, by=here.ours, at=AT)
    silent.issue(db, here, made, at=AT)
    texts.lock(made, at=AT)
    db.commit()
    return made.id


def test_the_final_draft_is_put_under_silence_from_its_page(final: Browse) -> None:
    link = re.search(r'href="(/circulations/new[^"]*)"', final("secretary").get(ONE).text)
    assert link is not None
    page = final("secretary").get(link[1].replace("&amp;", "&"))
    assert page.status_code == 200 and WORDS["title"] in page.text

    sent = {"communique": "2027-1", "profile": "decision", "why": "It tells what was agreed."}
    made = submit(final("secretary"), "/circulations", sent)

    assert made.status_code == 303
    assert kept().circulation is not None and kept().circulation.reference == "HLD/2027/1-COM"


def the_round(number: int) -> Circulation:
    return db.get_one(Circulation, number)


def test_silence_that_was_kept_approves_it(final: Browse, round_: int) -> None:
    assert kept().state is TextState.UNDER_SILENCE
    assert approve(final("chair")) == 409
    assert "It is under silence" in final("chair").get(ONE).text
    pages = {who: final(who).get(f"/circulations/{round_}").text for who in ("chair", "delegate")}
    assert all(WORDS["title"] in page for page in pages.values())
    assert [f'href="{ONE}"' in page for page in pages.values()] == [True, False]  # its page opens to who speaks

    texts.take_effect(the_round(round_), as_of=AT + 4 * DAY, at=AT + 5 * DAY)
    db.commit()

    done = kept()
    assert (done.state, done.approved_at, len(done.editions)) == (TextState.APPROVED, AT + 4 * DAY, 2)


def test_silence_that_was_broken_gives_it_back(final: Browse, round_: int) -> None:
    texts.give_back(the_round(round_), was_adopted=False, at=AT + DAY)
    db.commit()

    assert (kept().state, kept().text_hash, kept().sign_offs) == (TextState.DRAFTING, "", [])
    assert "Change the text…" in final("secretary").get(ONE).text


def test_an_adoption_that_fell_keeps_its_files_as_void(final: Browse, round_: int) -> None:
    texts.take_effect(the_round(round_), as_of=AT + 4 * DAY, at=AT + 4 * DAY)
    db.commit()
    release(final, "delegations")
    assert "delegate" in who_reads(final)

    texts.give_back(the_round(round_), was_adopted=True, at=AT + 5 * DAY)
    db.commit()

    assert (kept().state, kept().editions, who_reads(final)) == (TextState.DRAFTING, [], {"secretary"})
    file = the_file()
    assert file.is_void
