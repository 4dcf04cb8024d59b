"""Verify a paper: what a file of ours is, intact or not, superseded or not; nothing of what a reader may not read."""

import hashlib
import io
import re
import zipfile
from collections.abc import Callable

import pytest
from docx import Document
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import joinedload, undefer
from werkzeug.test import TestResponse

from dialogue.db import db
from dialogue.domain.agenda import Agenda, AgendaItem
from dialogue.domain.agreed import TextState
from dialogue.domain.editions import Level, ParagraphLine
from dialogue.domain.minutes import Corrigendum, Minutes
from dialogue.domain.papers import ReleasedFile
from dialogue.domain.receipts import Receipt
from dialogue.domain.sessions import Session
from dialogue.domain.silence import Circulation, CirculationState, Record
from dialogue.rendering.word import claims
from dialogue.web import uploads
from dialogue.web.arrivals import HEADERS
from tests.planted import AT, ROLES, Planted
from tests.rendering.word.checks import words
from tests.rendering.word.desk import Desk
from tests.rendering.word.test_claims import UNSAFE
from tests.web.browser import token

Browse = Callable[[str], FlaskClient]
READERS = [role for role in ROLES if role not in {"nobody", "outsider", "admin"}]
WHOLE = (undefer(ReleasedFile.content), joinedload(ReleasedFile.session))
UNKNOWN = "This file is not known here"
TRACKER = "A follow-up tracker: not kept, cannot be checked"
STANDS, STALE = (
    "A working copy: not kept, cannot be checked",
    "A working copy of another text: not kept, cannot be checked",
)


@pytest.fixture(autouse=True)
def _uncorrected(world: Planted) -> None:
    """The demonstration's minutes are corrected; here they are as they were released, until a test corrects them."""
    db.execute(delete(ReleasedFile).where(ReleasedFile.kind == "corrigendum"))
    db.commit()


def given(client: FlaskClient, content: bytes = b"", **typed: str) -> TestResponse:
    """Post a file, or what is typed, as the page would."""
    fields = {"csrf_token": token(client)} | typed
    parts = [f'--cut\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in fields.items()]
    body = "".join(parts).encode()
    if content:
        head = '--cut\r\nContent-Disposition: form-data; name="file"; filename="minutes.docx"\r\n\r\n'
        body += head.encode() + content + b"\r\n"
    return client.post("/verify", data=body + b"--cut--\r\n", content_type="multipart/form-data; boundary=cut")


def said(answer: TestResponse) -> list[str]:
    page = html.document_fromstring(answer.text)
    return [
        " ".join(one.text_content().split()) for one in page.xpath("//main//section[contains(@class, 'callout')]/h2")
    ]


def bare(answer: TestResponse) -> str:
    """The answer without what is another each time."""
    return re.sub(r"""<input [^>]*name="(csrf_token|form_key)"[^>]*>""", "", answer.text)


def released(kind: str, level: Level, ref: str, label: str = "") -> ReleasedFile:
    year, number = map(int, ref.split("-"))
    of_session = select(ReleasedFile).join(Session).where(Session.year == year, Session.number == number)
    return db.scalars(
        of_session.where(ReleasedFile.kind == kind, ReleasedFile.level == level, ReleasedFile.label == label).options(
            *WHOLE
        )
    ).one()


def saved_anew(content: bytes) -> bytes:
    out, document = io.BytesIO(), Document(io.BytesIO(content))
    document.add_paragraph("And it was agreed that we are right.")
    document.save(out)
    return out.getvalue()


def test_a_released_file_is_known_byte_for_byte(world: Planted, browse: Browse) -> None:
    file = released("minutes", Level.DELEGATIONS, "2026-1")

    answer = given(browse("delegate"), file.content)

    assert answer.status_code == 200
    assert said(answer) == ["This is the released file, byte for byte"]
    for shown in ("Minutes", "HLD/2026/1", "Delegations edition", file.sha256, file.text_hash):
        assert shown in answer.text


def test_what_was_downloaded_is_what_is_verified(world: Planted, browse: Browse) -> None:
    client = browse("other co-host")
    taken = client.get("/sessions/2026-1/minutes.docx").data

    assert "Co-host edition" in given(client, taken).text
    assert said(given(client, sha256=hashlib.sha256(taken).hexdigest())) == ["This is the released file, byte for byte"]


@pytest.mark.parametrize("form", ["{}", "{} ", "SHA", "upper", "groups"])
def test_a_hash_may_be_typed_as_one_likes(world: Planted, browse: Browse, form: str) -> None:
    sha256 = released("minutes", Level.DELEGATIONS, "2026-1").sha256
    groups = " ".join(sha256[n : n + 8] for n in range(0, 64, 8))
    typed = {"upper": sha256.upper(), "groups": groups}.get(form, form.format(sha256))

    answer = given(browse("delegate"), sha256=typed)

    assert (
        said(answer)
        == (["Please check what you typed"] if form == "SHA" else ["This is the released file, byte for byte"])
        or answer.status_code == 422
    )


def test_the_hash_of_a_text_is_told_from_that_of_a_file(world: Planted, browse: Browse) -> None:
    text_hash = released("minutes", Level.DELEGATIONS, "2026-1").text_hash

    for who, editions in (("delegate", 3), ("other co-host", 2)):
        answer = given(browse(who), sha256=text_hash)
        assert said(answer) == ["This is the hash of a text, not of a file"]
        assert answer.text.count('<span class="hash">') == editions


def test_a_file_that_was_changed_is_told_from_the_released_one(world: Planted, browse: Browse) -> None:
    file = released("minutes", Level.COHOST, "2026-1")

    answer = given(browse("other co-host"), saved_anew(file.content))

    assert said(answer) == ["This is not the released file"]
    assert "/sessions/2026-1/minutes.docx?edition=cohost" in answer.text
    assert file.sha256 in answer.text


def test_an_agenda_of_which_there_is_a_newer_release_is_superseded(world: Planted, browse: Browse) -> None:
    old = db.scalars(
        select(ReleasedFile).where(ReleasedFile.kind == "agenda", ReleasedFile.level == Level.PUBLIC)
    ).first()
    assert old is not None
    content = old.content
    newer = ReleasedFile(
        session=old.session, kind="agenda", label="REV 99", level=old.level, name="x.docx", content=b"x",
        text_hash="0" * 64, released_at=old.released_at,
    )  # fmt: skip
    db.add(newer)
    db.commit()

    secretary, delegate = (given(browse(who), content) for who in ("secretary", "delegate"))

    assert said(secretary)[-1] == "Something came after it"
    assert "REV 99" in secretary.text
    assert "REV 99" not in delegate.text  # not a release that a delegate may read


def test_the_agenda_that_was_adopted_is_taken_away_by_whoever_reads_it_and_known(
    world: Planted, browse: Browse
) -> None:
    path = "/sessions/2026-1/agenda.docx"
    adopted = {who: browse(who).get(f"{path}?rev=adopted") for who in READERS}
    newest = {who: browse(who).get(path) for who in READERS}

    read = {who for who in READERS if adopted[who].status_code == 200}
    assert {"delegate", "chair", "secretary"} <= read and read != set(READERS)
    assert read == {who for who in READERS if newest[who].status_code == 200}
    assert all("as adopted on" in "".join(words(adopted[who].data)) for who in read)
    assert all(newest[who].data == adopted[who].data for who in read)
    assert said(given(browse("delegate"), adopted["delegate"].data)) == said(
        given(browse("delegate"), released("agenda", Level.DELEGATIONS, "2026-1", "adopted").content)
    )
    assert said(given(browse("delegate"), adopted["delegate"].data)) != [UNKNOWN]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("agenda.docx?rev=99", 404),
        ("agenda.docx?rev=x", 404),
        ("agenda?rev=adopted", 404),  # a page has the text, and says how it was adopted
        ("agenda.docx?edition=everything", 422),
        ("annotated-agenda.docx?rev=99", 404),
        ("agenda?edition=everything", 422),
        ("minutes?edition=everything", 422),
        ("minutes.docx?edition=everything", 422),
        ("participants.docx?edition=everything", 422),
    ],
)
def test_an_edition_or_release_that_there_is_not_is_refused_on_each_address_alike(
    world: Planted, browse: Browse, path: str, status: int
) -> None:
    assert browse("delegate").get(f"/sessions/2026-1/{path}").status_code == status


def test_minutes_that_were_corrected_name_the_corrigendum(world: Planted, browse: Browse) -> None:
    files = [released("minutes", level, "2026-1") for level in (Level.DELEGATIONS, Level.COHOST)]
    contents = [file.content for file in files]
    db.add(
        ReleasedFile(
            session=files[0].session, kind="corrigendum", label="COR 1", level=Level.DELEGATIONS, name="cor.docx",
            content=b"COR", text_hash="1" * 64, released_at=files[0].released_at,
        )
    )  # fmt: skip
    db.commit()

    delegate, host = (given(browse(w), c) for w, c in zip(("delegate", "other co-host"), contents, strict=True))

    assert said(delegate) == ["This is the released file, byte for byte", "Something came after it"]
    assert "Corrigendum COR 1" in delegate.text
    assert said(host) == ["This is the released file, byte for byte"]  # no edition of it is the co-host's
    assert "Corrigendum COR 1" in given(browse("delegate"), sha256=hashlib.sha256(b"COR").hexdigest()).text
    assert said(given(browse("other co-host"), sha256=hashlib.sha256(b"COR").hexdigest())) == [UNKNOWN]


def test_minutes_whose_approval_is_void_stand_no_more(world: Planted, browse: Browse) -> None:
    """Its reader took them while they stood. A co-host learns that they are void, and nothing of a round."""
    client = browse("other co-host")
    content = client.get("/sessions/2026-1/minutes.docx").data
    file = released("minutes", Level.COHOST, "2026-1")
    round_ = some_round()
    file.void(round_)
    db.commit()

    answer = given(client, content)

    assert said(answer) == ["This is the released file, byte for byte", STANDS_NO_MORE]
    assert "Minutes (void)" in answer.text
    assert round_.number not in answer.text


@pytest.mark.parametrize(("kind", "who"), [("corrigendum", "other co-host"), ("action-sheet", "delegate")])
def test_other_papers_stand_no_more_either(world: Planted, browse: Browse, kind: str, who: str) -> None:
    file = paper(kind, who)
    round_ = some_round()
    file.void(round_)
    db.commit()

    answer = given(browse(who), sha256=file.sha256)

    assert said(answer) == ["This is the released file, byte for byte", STANDS_NO_MORE]
    assert f"{file.label} (void)" in answer.text
    assert round_.number not in answer.text


def test_what_stands_is_told_before_what_is_void_and_what_is_void_came_after_nothing(
    world: Planted, browse: Browse
) -> None:
    """The same text was approved again after all: its first file is void, its second stands."""
    void = paper("corrigendum", "other co-host")
    void.void(some_round())
    stands = paper("corrigendum", "other co-host", content=b"again")
    minutes = released("minutes", Level.COHOST, "2026-1")
    db.commit()
    client = browse("other co-host")

    answer = given(client, sha256=stands.text_hash)
    of_minutes = given(client, sha256=minutes.sha256)

    assert said(answer) == ["This is the hash of a text, not of a file"]
    assert answer.text.index(stands.sha256) < answer.text.index(void.sha256)
    assert of_minutes.text.count("Corrigendum COR 1") == 1


def test_an_adoption_in_question_is_said_of_a_corrigendum_too(world: Planted, browse: Browse) -> None:
    file = paper("corrigendum", "other co-host")
    corrigendum = db.scalars(select(Corrigendum)).one()
    round_ = some_round()
    corrigendum.circulation, corrigendum.state = round_, TextState.APPROVED
    in_question(round_)
    db.commit()

    answer = given(browse("other co-host"), sha256=file.sha256)

    assert said(answer) == ["This is the released file, byte for byte", "Adoption in question"]
    assert round_.number not in answer.text


STANDS_NO_MORE = "This text stands no more"


def some_round() -> Circulation:
    return db.scalars(select(Circulation).order_by(Circulation.id)).first() or pytest.fail("no round was planted")


def in_question(round_: Circulation) -> None:
    """It was written down as adopted, and is held since."""
    round_.records.append(Record(state=CirculationState.ADOPTED, as_of=AT, written_at=AT, reasons=""))
    round_.state = CirculationState.HELD


def paper(kind: str, who: str, content: bytes = b"first") -> ReleasedFile:
    """A released file of that kind in the reader's edition of 2026-1."""
    minutes = released("minutes", Level.COHOST if who == "other co-host" else Level.DELEGATIONS, "2026-1")
    made = ReleasedFile(
        session=minutes.session, kind=kind, label="COR 1" if kind == "corrigendum" else "HLD/2026/1-AS1",
        level=minutes.level, name="paper.docx", content=content, text_hash="1" * 64, released_at=minutes.released_at,
    )  # fmt: skip
    db.add(made)
    db.flush()
    return made


def test_a_working_copy_is_told_to_those_who_may_read_that_text(world: Planted, browse: Browse) -> None:
    path = "/sessions/2026-2/minutes.docx?edition=delegations"
    copy = browse("secretary").get(path).data

    may = {who: browse(who).get(path).status_code == 200 for who in READERS}
    told = {who: said(given(browse(who), copy)) for who in READERS}

    known = ["A working copy: not kept, cannot be checked"]
    assert told == {who: known if may[who] else [UNKNOWN] for who in READERS}
    assert set(may.values()) == {True, False}


def test_a_copy_from_before_papers_had_their_own_references_is_known_as_well(world: Planted, browse: Browse) -> None:
    path = "/sessions/2026-2/minutes.docx?edition=delegations"
    copy = browse("secretary").get(path).data
    package, made = zipfile.ZipFile(io.BytesIO(copy)), io.BytesIO()
    with zipfile.ZipFile(made, "w") as of_old:
        for name in package.namelist():
            part = package.read(name)
            of_old.writestr(name, part.replace(b"|HLD/2026/2-MIN|", b"|HLD/2026/2|") if name == claims.PART else part)

    assert b"|HLD/2026/2-MIN|" in package.read(claims.PART)
    assert claims.read(made.getvalue()) != claims.read(copy)
    assert said(given(browse("secretary"), made.getvalue())) == [STANDS]


def test_a_list_of_participants_is_a_working_copy_always(world: Planted, browse: Browse) -> None:
    copy = browse("secretary").get("/sessions/2027-1/participants.docx").data

    assert said(given(browse("delegate"), copy)) == ["A working copy: not kept, cannot be checked"]
    assert said(given(browse("other co-host"), copy)) == [UNKNOWN]


def test_a_draft_agenda_is_a_working_copy_until_its_text_is_released(world: Planted, browse: Browse) -> None:
    secretary = browse("secretary")
    same = secretary.get("/sessions/2027-1/agenda.docx").data
    item = db.scalars(
        select(AgendaItem).join(AgendaItem.agenda).join(Agenda.session).where(Session.year == 2027)
    ).first()
    assert item is not None
    item.title = "Another title"
    db.commit()

    changed = secretary.get("/sessions/2027-1/agenda.docx").data

    assert said(given(secretary, same)) == ["This is not the released file"]
    assert said(given(secretary, changed)) == [STANDS]
    db.get_one(AgendaItem, item.id).title = "A third title"
    db.commit()
    assert said(given(secretary, changed)) == [STALE]
    assert said(given(browse("delegate"), changed)) == [UNKNOWN]


def test_a_tracker_is_known_to_those_who_hold_the_register(world: Planted, browse: Browse) -> None:
    copy = browse("delegate").get("/follow-ups.docx").data

    assert said(given(browse("secretary"), copy)) == [TRACKER]
    assert "2026-11-23" in given(browse("delegate"), copy).text
    assert said(given(browse("co-host"), copy)) == [UNKNOWN]


def test_an_annotated_agenda_is_a_copy_of_the_text_that_was_released(world: Planted, browse: Browse) -> None:
    copy = browse("delegate").get("/sessions/2027-1/annotated-agenda.docx").data

    assert said(given(browse("delegate"), copy)) == [STANDS]
    assert said(given(browse("other co-host"), copy)) == [UNKNOWN]


def test_changes_are_a_copy_of_the_revision_that_they_lead_to(world: Planted, browse: Browse) -> None:
    copy = browse("delegate").get("/sessions/2026-2/minutes/revisions/2/changes.docx").data

    assert said(given(browse("chair"), copy)) == [STANDS]
    assert said(given(browse("co-host"), copy)) == [UNKNOWN]


def test_what_a_reader_may_not_read_is_answered_exactly_as_what_never_was(world: Planted, browse: Browse) -> None:
    """Every released file to every reader, by its bytes, changed, and by its hash."""
    nothing = Document()
    never = io.BytesIO()
    nothing.save(never)
    files = db.scalars(select(ReleasedFile).options(*WHOLE).order_by(ReleasedFile.id)).all()
    files = [next(f for f in files if (f.kind, f.level) == one) for one in {(f.kind, f.level) for f in files}]
    hidden = shown = 0
    for role in READERS:
        client = browse(role)
        unknown = bare(given(client, never.getvalue()))
        assert UNKNOWN in unknown
        for file in files:
            kind = file.kind if file.kind in {"agenda", "communique", "review"} else "minutes"
            rev = file.label.removeprefix("REV ")
            at = f"/sessions/{file.session.ref}/{kind}.docx?edition={file.level.value}" + (f"&rev={rev}" if rev else "")
            may = client.get(at).status_code == 200
            content, anew = file.content, saved_anew(file.content)
            answers = [given(client, content), given(client, anew), given(client, sha256=file.sha256)]
            assert [UNKNOWN in answer.text for answer in answers] == [not may] * 3, (role, at)
            assert may or {bare(answer) for answer in answers} == {unknown}, (role, at)
            hidden, shown = hidden + (not may), shown + may
    assert hidden > 5 and shown > 5


@pytest.mark.parametrize("what", UNSAFE)
def test_no_word_file_is_a_fault_of_the_field_and_nothing_else(world: Planted, browse: Browse, what: str) -> None:
    blob = UNSAFE[what]() if callable(UNSAFE[what]) else UNSAFE[what]
    answer = given(browse("delegate"), blob)

    assert answer.status_code == 422
    assert ("Please choose a file" if not blob else "This is no Word file") in answer.text


def test_there_are_two_ways_and_a_refused_file_has_to_be_chosen_again(world: Planted, browse: Browse) -> None:
    client = browse("delegate")
    again = "Please choose the file again"

    page = client.get("/verify").text
    assert "<p>or</p>" in page
    assert ("(optional)" in page, again in page) == (False, False)
    assert again in given(client, b"no Word file").text
    assert again not in given(client, sha256="x").text


def test_a_file_that_is_too_large_is_413(world: Planted, browse: Browse) -> None:
    client = browse("delegate")

    for size in (uploads.LARGEST_FILE + 1, uploads.LARGEST + 1):
        assert given(client, b"PK\x03\x04" + b"\0" * (size - 4)).status_code == 413
    assert given(client, b"PK\x03\x04" + b"\0" * (uploads.LARGEST_FILE - 4)).status_code == 422


def test_other_forms_take_no_more_than_they_did(world: Planted, browse: Browse) -> None:
    client = browse("secretary")

    answer = client.post("/topics/new", data={"csrf_token": token(client), "title": "x" * 2_000_000})

    assert answer.status_code == 413


def test_nothing_typed_and_no_hash_is_said_at_the_field(world: Planted, browse: Browse) -> None:
    client = browse("delegate")

    assert "Please choose a file, or type its SHA-256." in given(client).text
    answer = given(client, sha256="<b>c0ffee</b>")
    assert (answer.status_code, "A SHA-256 has 64 digits" in answer.text) == (422, True)
    assert "&lt;b&gt;c0ffee" in answer.text


def test_asking_writes_nothing(world: Planted, browse: Browse) -> None:
    client, file = browse("delegate"), released("minutes", Level.DELEGATIONS, "2026-1")
    tables = [name for name in Receipt.metadata.tables if name != "beats"]
    count = {name: select(func.count()).select_from(text(f'"{name}"')) for name in tables}
    before = {name: db.scalar(asked) for name, asked in count.items()}

    given(client, file.content)
    given(client, saved_anew(file.content))

    assert {name: db.scalar(asked) for name, asked in count.items()} == before


def test_a_form_of_another_site_or_without_its_token_is_refused(world: Planted, browse: Browse) -> None:
    client, file = browse("delegate"), released("minutes", Level.DELEGATIONS, "2026-1")

    elsewhere = client.post(
        "/verify", data={"sha256": file.sha256, "csrf_token": token(client)}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    bare_form = client.post("/verify", data={"sha256": file.sha256})

    assert elsewhere.status_code == 403
    assert bare_form.status_code in {400, 409}
    assert "byte for byte" not in elsewhere.text + bare_form.text


def test_the_page_has_its_headers_and_stands_at_the_foot(world: Planted, browse: Browse) -> None:
    answer = browse("co-host").get("/verify")

    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert answer.headers["Cache-Control"] == "no-store"
    assert 'href="/verify"' in browse("co-host").get("/").text
    assert 'href="/verify"' not in browse("admin").get("/").text


# Edited copies

DIFFERS = "This is not the paper as it was released; these paragraphs differ:"


def edited(content: bytes, words: str, new: str) -> bytes:
    desk = Desk(content, track=False)
    line = next(one for one in desk.body if words in desk.text(one))
    start = desk.text(line).index(words)
    desk.replace(line, start, start + len(words), new)
    return bytes(desk.bytes())


def test_where_a_released_paper_was_changed_is_shown_to_whoever_reads_it(world: Planted, browse: Browse) -> None:
    file = released("minutes", Level.DELEGATIONS, "2026-1")
    line = file_lines(file)[0]
    copy = edited(file.content, line.text[:12], "Something else")

    answers = {who: given(browse(who), copy) for who in READERS}

    known = {
        who
        for who in READERS
        if browse(who).get("/sessions/2026-1/minutes.docx?edition=delegations").status_code == 200
    }
    assert known and known != set(READERS)
    for who, answer in answers.items():
        assert (DIFFERS in answer.text) == (who in known), who
        assert (said(answer) == [UNKNOWN]) == (who not in known), who
    page = html.document_fromstring(answers["delegate"].text)
    (told,) = page.xpath("//main//li[.//ins]")
    assert told.xpath("strong/text()") == [f"Paragraph {line.number}"]
    assert "Something else" in told.xpath(".//ins")[0].text_content()


def file_lines(file: ReleasedFile) -> list[ParagraphLine]:
    minutes = db.scalars(select(Minutes).join(Minutes.session).where(Session.id == file.session_id)).one()
    kept = minutes.kept_edition(file.level)
    assert kept is not None
    return [line for item in kept.sheet.items for line in item.paragraphs if line.text]


def test_a_released_paper_that_was_only_saved_anew_differs_in_no_paragraph(world: Planted, browse: Browse) -> None:
    file, anew = released("minutes", Level.DELEGATIONS, "2026-1"), io.BytesIO()
    Document(io.BytesIO(file.content)).save(anew)

    answer = given(browse("delegate"), anew.getvalue())

    assert said(answer) == ["This is not the released file"]
    assert "No paragraph of it reads otherwise than in the released file." in answer.text


def test_an_edition_is_compared_with_itself_and_shows_nothing_that_it_withholds(world: Planted, browse: Browse) -> None:
    file = released("minutes", Level.COHOST, "2026-1")
    line = file_lines(file)[0]
    whole = {one.text for one in file_lines(released("minutes", Level.DELEGATIONS, "2026-1"))}
    withheld = whole - {one.text for one in file_lines(file)}

    answer = given(browse("other co-host"), edited(file.content, line.text[:12], "Something else"))

    assert DIFFERS in answer.text and withheld
    assert [text for text in withheld if text[:40] in html.document_fromstring(answer.text).text_content()] == []


def test_an_edited_draft_says_where_it_differs_and_one_that_was_not_edited_does_not(
    world: Planted, browse: Browse
) -> None:
    copy = browse("secretary").get("/sessions/2026-2/minutes.docx?edition=delegations").data
    changed = edited(copy, "session", "meeting")

    answers = {who: given(browse(who), changed) for who in ("secretary", "other co-host")}

    assert said(answers["secretary"]) == ["This is not the paper as it was sent out"]
    assert "these paragraphs differ from it" in answers["secretary"].text
    assert said(answers["other co-host"]) == [UNKNOWN]
    assert said(given(browse("secretary"), copy)) == [STANDS]


def test_every_kind_of_released_paper_says_where_a_copy_of_it_reads_otherwise(world: Planted, browse: Browse) -> None:
    """One word of one line, wherever it stands: in a table, in a block, in a sentence."""
    kinds = db.scalars(select(ReleasedFile.kind).distinct()).all()
    files = {kind: _first_of(kind) for kind in kinds}
    secretary = browse("secretary")

    for kind, file in files.items():
        desk = Desk(file.content, track=False)
        texts = [one for one in map(desk.text, desk.body) if len(one.split()) > 2]
        copy = edited(file.content, texts[len(texts) // 2][:8], "Qwerty!!")
        page = html.document_fromstring(given(secretary, copy).text)
        told = page.xpath("//main//li[.//ins]")
        assert [one.xpath("string(.//ins)") for one in told if "Qwerty" in one.text_content()], (kind, file.level)
        assert len(told) == 1, kind
    assert {"agenda", "minutes", "review"} <= set(files)


def _first_of(kind: str) -> ReleasedFile:
    stands = (ReleasedFile.kind == kind, ReleasedFile.void_round_id.is_(None), ReleasedFile.level != Level.PUBLIC)
    return db.scalars(select(ReleasedFile).where(*stands).order_by(ReleasedFile.id).options(*WHOLE)).first() or (
        pytest.fail(f"no {kind} was released")
    )


def test_where_a_draft_agenda_or_a_list_was_edited_is_shown_to_whoever_reads_it(world: Planted, browse: Browse) -> None:
    item = db.scalars(
        select(AgendaItem).join(AgendaItem.agenda).join(Agenda.session).where(Session.year == 2027)
    ).first()
    assert item is not None
    item.title = "Another title"
    db.commit()
    secretary = browse("secretary")
    draft = edited(secretary.get("/sessions/2027-1/agenda.docx").data, "Another title", "A forged one")
    people = edited(secretary.get("/sessions/2027-1/participants.docx").data, "delegation", "delusions")

    for copy, word in ((draft, "forged"), (people, "delusions")):
        answer = given(secretary, copy)
        assert said(answer) == ["This is not the paper as it was sent out"]
        (told,) = html.document_fromstring(answer.text).xpath("//main//li[.//ins]")
        assert word in told.xpath("string(.//ins)")
        assert said(given(browse("other co-host"), copy)) == [UNKNOWN]
    assert said(given(browse("delegate"), draft)) == [UNKNOWN]
