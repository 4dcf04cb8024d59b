"""The review sheet on its page and in Word: frozen with the agenda, provisional before, neutral about what is apart."""

import hashlib
import io
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select

from dialogue import access
from dialogue.actions import tracks as acts
from dialogue.db import db
from dialogue.domain.editions import Level
from dialogue.domain.organisations import Organisation
from dialogue.domain.papers import ReleasedFile
from dialogue.domain.people import Person
from dialogue.domain.receipts import Receipt
from dialogue.domain.tracks import REVIEW, TRACKS, Review, TrackEntry, TrackMove
from tests import planted
from tests.planted import AT, ROLES
from tests.rendering.word.checks import read
from tests.stories.hand import Hand
from tests.web.many import Statements, costs_the_same

Browse = Callable[[str], FlaskClient]
THEIRS = "secretary.prishtina@dialogue.example"
NEXT, AFTER, HELD = (f"/sessions/{ref}/review" for ref in ("2027-1", "2027-2", "2026-2"))
ON_THE_LIST = (ROLES["delegate"], "delegate.kosovo@kosovo.example", "alternate.kosovo@kosovo.example")
NEUTRAL = "Other activities: 2 of 2 proceed as planned."


def text_of(client: FlaskClient, path: str) -> str:
    return Hand(client).open(path)


def paper(client: FlaskClient, path: str = f"{NEXT}.docx") -> str:
    return "\n".join(read(client.get(path).data))


def insulated() -> list[str]:
    """The words of what is apart."""
    entries = db.scalars(select(TrackEntry).where(TrackEntry.track_slug == "military-to-military")).all()
    return [words for one in entries for words in (one.title, one.reference)]


def a_move(client: FlaskClient, path: str = "/tracks/exercises/2") -> None:
    hand = Hand(client)
    hand.open(path)
    hand.press("Record this", stage="observer", on="2026-11-22", note="Two.", evidence="A later letter")


def test_page_and_paper_tell_the_same_of_the_session_it_was_frozen_for(browse: Browse) -> None:
    page, word = text_of(browse("delegate"), NEXT), paper(browse("delegate"))

    for words in (
        "Frozen with REV 2 of the agenda, on Sat 21 Nov 2026.",
        "“Last session” is the evening of Mon 9 Nov 2026, on which HLD/2026/2 was held.",
        "Sat 14 Nov 2026, reaction expected → reaction received, Comments of the Secretary General",
        "The consent of the steering committee has been awaited since Wed 5 Aug 2026.",
        "item 6 of the agenda",
        "offers itself for the agenda",
        "interest: 5 (was 6); contact: 1 (was 0); consent asked: 1; activities: 1",
        NEUTRAL,
    ):
        assert words in page
        assert words in word
    assert "HLD/2027/1-RS REV 2" in word
    assert "Affiliation with existing Centres of Excellence | 8 | 8 | 1 | 1 | 1 | 2" in word


def test_figures_of_the_registers_lead_to_their_rows(browse: Browse) -> None:
    hand = Hand(browse("delegate"))
    hand.open(NEXT)
    there = [(link.text_content().strip(), link.get("href")) for link in hand.page.iter("a")]

    for label, path in (
        ("In progress", "/follow-ups?state=in+progress"),
        ("Overdue", "/follow-ups?overdue=1"),
        ("Under way", "/decisions?status=under+way"),
    ):
        assert (label, path) in [(text, href.replace("%20", "+")) for text, href in there if href]
        assert hand.client.get(path).status_code == 200
    live = Hand(browse("secretary"))
    assert "Accepted by both sides 3" in live.open(AFTER)
    found = [
        link.get("href") for link in live.page.iter("a") if link.text_content().strip() == "Accepted by both sides"
    ]
    assert found == ["/developments?session=2026-2&state=accepted"]


def test_what_was_frozen_stays_page_and_bytes_when_entries_move(browse: Browse) -> None:
    chair = browse("chair")
    before, page = chair.get(f"{NEXT}.docx").data, text_of(chair, NEXT)

    a_move(browse("secretary"))

    assert chair.get(f"{NEXT}.docx").data == before
    assert text_of(chair, NEXT) == page
    assert "A later letter" not in page
    ahead = text_of(browse(THEIRS), f"{NEXT}?rev=next")
    assert "A later letter" in ahead
    assert "Provisional: as the tracks stand on Mon 23 Nov 2026." in ahead
    assert "A later letter" in paper(browse(THEIRS), f"{NEXT}.docx?rev=next")
    assert [chair.get(f"{NEXT}?rev={rev}").status_code for rev in ("1", "2", "3", "next", "x")] == [
        200, 200, 404, 404, 404,
    ]  # fmt: skip
    assert "on the draft of the agenda" in ahead


def test_each_release_of_the_agenda_keeps_its_own(browse: Browse) -> None:
    first, second = (paper(browse("delegate"), f"{NEXT}.docx?rev={rev}") for rev in (1, 2))

    assert "HLD/2027/1-RS REV 1" in first and "HLD/2027/1-RS REV 2" in second
    kept = db.scalars(select(ReleasedFile).where(ReleasedFile.kind == REVIEW).order_by(ReleasedFile.id)).all()
    assert [(file.session.ref, file.label, file.level) for file in kept] == [
        ("2026-1", "REV 1", Level.DELEGATIONS),
        ("2026-2", "REV 1", Level.DELEGATIONS),
        ("2027-1", "REV 1", Level.DELEGATIONS),
        ("2027-1", "REV 2", Level.DELEGATIONS),
    ]
    assert {file.text_hash for file in kept} == set(db.scalars(select(Review.text_hash)))


def test_a_download_leaves_a_receipt_and_verify_knows_the_file(browse: Browse) -> None:
    taken = browse("delegate").get(f"{NEXT}.docx")
    assert "HLD-2027-1-RS-REV-2.docx" in taken.headers["Content-Disposition"]
    file = db.scalars(select(ReleasedFile).where(ReleasedFile.sha256 == hashlib.sha256(taken.data).hexdigest())).one()
    assert db.scalar(select(func.count(Receipt.id)).where(Receipt.file_id == file.id)) == 1

    def verified(who: str, content: bytes) -> str:
        hand = Hand(browse(who))
        hand.open("/verify")
        hand.press("Verify", status=200, file=(io.BytesIO(content), "paper.docx"))
        return hand.text

    assert "Review sheet REV 2" in verified("chair", taken.data)
    assert "This is the released file, byte for byte" in verified("chair", taken.data)
    assert "HLD/2027/1" not in verified("co-host", taken.data)
    working = browse("secretary").get(f"{AFTER}.docx").data
    assert "working copy" in verified("secretary", working).casefold()


def test_its_list_reads_its_page_and_everybody_else_one_line(browse: Browse) -> None:
    words = insulated()
    assert len(words) >= 4
    for who in ("secretary", THEIRS, "chair", "focal point", *ON_THE_LIST):
        page, word = text_of(browse(who), NEXT), paper(browse(who))
        assert page.count("Other activities:") == word.count("Other activities:") == 1
        assert NEUTRAL in page and NEUTRAL in word
        assert not [one for one in (*words, "ilitary-to-military") if one in word]
        shown = [one for one in words if one in page]
        assert shown == (words if who in ON_THE_LIST else [])
        assert ("For the people on its list alone" in page) is (who in ON_THE_LIST)
        assert ("ilitary-to-military" in page) is (who in ON_THE_LIST)


def test_the_line_counts_what_stands_still_and_tells_nothing_of_it(browse: Browse) -> None:
    for one in db.scalars(
        select(TrackEntry).where(TrackEntry.track_slug == "military-to-military", TrackEntry.number == 1)
    ):
        db.execute(delete(TrackMove).where(TrackMove.entry_id == one.id))
        one.began_on = AT.date().replace(year=2026, month=1)
    db.commit()
    db.remove()

    page = text_of(browse("secretary"), AFTER)

    assert "Other activities: 1 of 2 proceed as planned." in page
    assert "ilitary-to-military" not in page


def test_who_reads_it_is_who_reads_the_tracks_and_the_session(browse: Browse) -> None:
    readers = {"secretary", "chair", "delegate", "focal point", "adviser given more"}
    for who in (one for one in ROLES if one != "nobody"):
        for path in (NEXT, f"{NEXT}.docx"):
            assert (browse(who).get(path).status_code == 200) is (who in readers), who
        assert (browse(who).get(AFTER).status_code == 200) is (who == "secretary")


def test_a_released_one_is_known_to_its_readers_alone(browse: Browse) -> None:
    file = db.scalars(select(ReleasedFile).where(ReleasedFile.kind == REVIEW, ReleasedFile.label == "REV 2")).one()
    readers = {"secretary", "chair", "delegate", "focal point", "adviser given more"}

    found = {who for who in ROLES if who != "nobody" and access.reads_file(planted.standing(who), file)}

    assert found == readers


def test_before_the_agenda_goes_out_it_is_provisional_and_made_each_time(browse: Browse) -> None:
    secretary = browse("secretary")
    assert "Provisional" in text_of(secretary, AFTER)
    taken = secretary.get(f"{AFTER}.docx")
    assert "draft" in taken.headers["Content-Disposition"]

    a_move(secretary)

    assert secretary.get(f"{AFTER}.docx").data != taken.data
    assert "A later letter" in text_of(secretary, AFTER)


def test_of_a_session_that_is_over_nothing_is_made_up(browse: Browse) -> None:
    assert "Frozen with REV 1 of the agenda" in text_of(browse("delegate"), HELD)
    db.execute(delete(Review))
    db.commit()

    assert "No review sheet was frozen for this session." in text_of(browse("delegate"), HELD)
    assert browse("delegate").get(f"{HELD}.docx").status_code == 404


def test_it_has_no_other_edition(browse: Browse) -> None:
    client = browse("secretary")

    assert [client.get(f"{NEXT}.docx?edition={one}").status_code for one in ("delegations", "cohost", "public")] == [
        200, 422, 422,
    ]  # fmt: skip


@pytest.mark.parametrize("path", ["/sessions/2027-1", "/tracks", "/sessions/2027-1/agenda"])
def test_pages_beside_it_lead_there_for_whoever_reads_it(browse: Browse, path: str) -> None:
    def leads(who: str) -> bool:
        return any(href.startswith(NEXT) for href in re.findall(r'href="([^"]+)"', browse(who).get(path).text))

    assert leads("delegate")
    assert not leads("co-host")


def more_entries(slug: str) -> Callable[[int], None]:
    """Of one track, each with a move."""

    def more(n: int) -> None:
        by = db.scalars(select(Person).where(Person.email == ROLES["delegate"])).one()
        owner = db.scalars(select(Organisation).where(Organisation.slug == "kosovo")).one()
        track = TRACKS[slug]
        values = {"year": "2028", "sought": "observer"} if slug == "exercises" else {}
        for _ in range(n):
            told = {"title": "One more", "text": "", "owner": owner, "next_step": "", "level": Level.DELEGATIONS}
            entry = acts.begin(track, by=by, at=AT, values=values, **told)
            db.flush()
            entry.moves.append(
                TrackMove(
                    was=track.first.name, became=track.first.name, evidence="E", on=AT.date(), made_by=by, made_at=AT
                )
            )

    return more


@pytest.mark.parametrize(
    ("who", "path", "slug"),
    [
        ("secretary", AFTER, "exercises"),
        ("secretary", f"{NEXT}?rev=next", "exercises"),
        ("delegate", NEXT, "military-to-military"),
        ("secretary", f"{AFTER}.docx", "exercises"),
    ],
)
def test_more_entries_cost_no_more_statements(
    browse: Browse, statements: Statements, who: str, path: str, slug: str
) -> None:
    costs_the_same(browse(who), path, statements, more_entries(slug))
