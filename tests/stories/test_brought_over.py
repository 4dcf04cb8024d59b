"""A database of form 0016 is brought over: papers, hashes, numbers and the log stay, and life goes on from there."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import Engine, select

from dialogue.actions import acts, rounds, texts
from dialogue.app import create_app
from dialogue.config import Config
from dialogue.db import bind, db
from dialogue.domain.agreed import Revision
from dialogue.domain.decisions import Decision, DraftDecision
from dialogue.domain.editions import fingerprint
from dialogue.domain.followups import FollowUp, FollowUpState
from dialogue.domain.minutes import Corrigendum, Minutes
from dialogue.domain.notices import WAIT
from dialogue.domain.papers import ReleasedFile
from dialogue.domain.signins import SignIn
from dialogue.domain.silence import Circulation, CirculationState
from dialogue.operations import schema
from dialogue.operations.backups import walk_log
from dialogue.queries import search, verification
from dialogue.queries.search import SearchFilter
from dialogue.queries.verification import Verdict
from dialogue.web.presence import COOKIE_FIELD
from tests import of_old, silent, walk
from tests.conftest import furnished
from tests.databases import Postgres, Sqlite
from tests.factories import HOUR
from tests.of_old import Rows
from tests.planted import AT, ROLES, standing

MARK = "\x0e"
MARKED = {
    ("agenda_items", "text"), ("agenda_items", "asked_text"), ("paragraphs", "text"), ("draft_decisions", "text"),
    ("decisions", "text"), ("followups", "text"), ("followup_updates", "text"), ("topics", "summary"),
    ("circulation_entries", "text"), ("objections", "text"),
}  # fmt: skip
# What stands elsewhere now: what was said by both sides in `assents`, what was kept in `revisions` and `editions`.
MOVED = {
    "agenda_assents", "agenda_sign_offs", "minutes_sign_offs", "minutes_approvals", "minutes_release_consents",
    "corrigendum_words", "draft_decision_sign_offs", "engagement_consents", "agenda_releases", "minutes_revisions",
    "minutes_editions", "corrigendum_editions",
}  # fmt: skip
GONE = {("decisions", "successor_of_id"), ("followups", "drop_asked_by_id"), ("draft_decisions", "sheet_kept")}
OWNERS = {"agenda": "agendas", "minutes": "minutes", "corrigendum": "corrigenda", "draft": "draft_decisions"}


@pytest.fixture(scope="module")
def before() -> Rows:
    return of_old.kept()


def _brought_over(engine: Engine) -> None:
    of_old.load(engine)
    schema.upgrade(engine)


@pytest.fixture
def brought(database: Sqlite | Postgres) -> Iterator[Sqlite | Postgres]:
    """Another database than the one that other tests stand on; `db` is bound to it meanwhile."""
    engine = database.another("brought_over", _brought_over)
    db.remove()
    bind(engine)
    yield engine
    db.remove()
    engine.dispose()
    bind(database.engine)


@pytest.mark.engines
def test_every_row_says_what_it_said(brought, before):
    """Row by row, column by column: only texts get the mark of their dialect, and three facts move."""
    now = of_old.rows(brought)

    assert {name for name in before if name not in now} == MOVED
    assert {(name, column) for name in before if before[name] and name in now
            for column in before[name][0] if column not in now[name][0]} == GONE  # fmt: skip
    changed: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for name in before.keys() & now.keys():
        for was, is_ in zip(before[name], now[name], strict=True):
            for column in was.keys() & is_.keys():
                if was[column] != is_[column]:
                    changed.setdefault((name, column), []).append((was[column], is_[column]))
    assert {where: found for where, found in changed.items() if where in MARKED} == {
        (name, column): [(row[column], f"{MARK}{row[column]}") for row in before[name] if row[column]]
        for name, column in MARKED
    }
    assert changed.keys() - MARKED == {("people", "search_text"), ("corrigenda", "state")}
    assert changed["corrigenda", "state"] == [("final draft", "under silence")]  # what its running round says


@pytest.mark.engines
def test_its_words_are_found_by_whoever_reads_them(brought):
    kinds = {
        who: {group.kind.value for group in search.find(standing(who), SearchFilter(words="cyber"))}
        for who in ("delegate", "co-host", "outsider")
    }

    assert kinds["delegate"] >= {"agenda item", "paragraph of minutes", "topic"}
    assert kinds["co-host"] == {"agenda item"}
    assert kinds["outsider"] == set()


@pytest.mark.engines
def test_every_kept_sheet_is_the_same_bytes_in_its_new_place(brought, before):
    now = of_old.rows(brought)
    revisions = {row["id"]: row for row in now["revisions"]}

    assert sorted(
        (row["kind"], _owner(now, OWNERS[row["kind"]], row), row["rev"], row["text_hash"], row["sheet_kept"])
        for row in now["revisions"]
    ) == sorted(_revisions(before))
    assert sorted(
        (kind, _owner(now, OWNERS[kind], revision), row["level"], row["sheet_kept"], row["released_at"] or "")
        for row in now["editions"]
        for revision in [revisions[row["revision_id"]]]
        for kind in [revision["kind"]]
    ) == sorted(_editions(before))


def _owner(now: Rows, name: str, row: dict) -> int:
    return next(one["id"] for one in now[name] if one["agreement_id"] == row["agreement_id"])


def _revisions(before: Rows) -> Iterator[tuple]:
    for row in before["agenda_releases"]:
        yield "agenda", row["agenda_id"], row["rev"], row["text_hash"], row["delegations_sheet"]
    for row in before["minutes_revisions"]:
        yield "minutes", row["minutes_id"], row["rev"], row["text_hash"], row["sheet_kept"]
    for row in before["draft_decisions"]:
        if row["text_hash"]:
            yield "draft", row["id"], 1, row["text_hash"], row["sheet_kept"]
    hashes = {row["id"]: row["text_hash"] for row in before["corrigenda"]}
    for row in before["corrigendum_editions"]:
        if row["level"] == "delegations":
            yield "corrigendum", row["corrigendum_id"], 1, hashes[row["corrigendum_id"]], row["sheet_kept"]
    approved = {row["minutes_id"] for row in before["minutes_revisions"]}
    assert approved == {row["id"] for row in before["minutes"]}


def _editions(before: Rows) -> Iterator[tuple]:
    for row in before["agenda_releases"]:
        for level in ("cohost", "public"):
            yield "agenda", row["agenda_id"], level, row[f"{level}_sheet"], ""
    for row in before["minutes_editions"]:
        yield "minutes", row["minutes_id"], row["level"], row["sheet_kept"], row["released_at"] or ""
    for row in before["corrigendum_editions"]:
        yield "corrigendum", row["corrigendum_id"], row["level"], row["sheet_kept"], ""


@pytest.mark.engines
def test_every_word_of_both_sides_is_said_by_the_same_person_then_and_to_the_same_text(brought, before):
    now = of_old.rows(brought)
    owners = {
        row["agreement_id"]: (name, row["id"])
        for name in (*OWNERS.values(), "engagements", "decisions", "followups")
        for row in now[name]
    }

    said = [
        (*owners[row["agreement_id"]], row["word"], row["level"], row["party_id"], row["text_hash"],
         row["given_by_id"], row["given_at"], row["name"] + row["note"], row["ended_at"])
        for row in now["assents"]
    ]  # fmt: skip

    asked = [one[2] for one in said if one[0] in ("decisions", "followups")]
    assert sorted(asked) == ["dropping", "successor"]
    assert sorted(map(str, (one for one in said if one[2] not in asked))) == sorted(map(str, _words(before)))


def _words(before: Rows) -> Iterator[tuple]:
    hash_of = {row["id"]: row["text_hash"] for row in before["minutes"]}
    edition = {row["id"]: row for row in before["minutes_editions"]}
    for name, owner, key, word, by, at in (
        ("agenda_sign_offs", "agendas", "agenda_id", "sign-off", "signed_by_id", "signed_at"),
        ("agenda_assents", "agendas", "agenda_id", "", "recorded_by_id", "given_at"),
        ("minutes_sign_offs", "minutes", "minutes_id", "sign-off", "signed_by_id", "signed_at"),
        ("minutes_approvals", "minutes", "minutes_id", "approval", "given_by_id", "given_at"),
        ("minutes_release_consents", "minutes", "edition_id", "release", "given_by_id", "given_at"),
        ("corrigendum_words", "corrigenda", "corrigendum_id", "", "given_by_id", "given_at"),
        ("draft_decision_sign_offs", "draft_decisions", "draft_id", "sign-off", "signed_by_id", "signed_at"),
        ("engagement_consents", "engagements", "engagement_id", "consent", "given_by_id", "given_at"),
    ):
        for row in before[name]:
            thing, level, text_hash = row[key], "", row.get("text_hash", "")
            if word == "release":
                thing, level = edition[row[key]]["minutes_id"], edition[row[key]]["level"]
                text_hash = hash_of[thing]
            said = word or row.get("word") or row["to"]
            told = row.get("given_by", "") + row.get("reason", "")
            yield owner, thing, said, level, row["party_id"], text_hash, row[by], row[at], told, None


@pytest.mark.engines
def test_the_log_is_whole_and_ends_where_it_ended(brought, before):
    with brought.connect() as connection:
        chain = walk_log(connection)

    assert (chain.rows, chain.head) == (len(before["log"]), before["log"][-1]["hash"])


@pytest.mark.engines
def test_every_released_file_verifies_by_its_bytes_and_by_its_text(brought, before):
    files = db.scalars(select(ReleasedFile)).all()
    reader = standing("secretary")

    assert len(files) == len(before["released_files"]) > 15
    for file in files:
        assert hashlib.sha256(file.content).hexdigest() == file.sha256
        assert verification.of_hash(reader, file.sha256).verdict is Verdict.INTACT
        if file.text_hash:
            assert verification.of_hash(reader, file.text_hash).verdict is Verdict.OF_TEXT


@pytest.mark.engines
def test_every_hash_is_that_of_its_kept_sheet(brought):
    revisions = db.scalars(select(Revision)).unique().all()
    circulations = db.scalars(select(Circulation)).all()

    assert {one.kind for one in revisions} == set(OWNERS)
    assert [fingerprint(one.sheet) for one in revisions] == [one.text_hash for one in revisions]
    assert [fingerprint(texts.shown(one)) for one in circulations] == [one.text_hash for one in circulations]
    assert {one.state for one in circulations} == {
        CirculationState.RUNNING,
        CirculationState.ADOPTED,
        CirculationState.BROKEN,
        CirculationState.HELD,
    }


@pytest.mark.engines
def test_what_one_side_had_said_takes_the_word_of_the_other(brought):
    """To the same hash, though the text says by now in which dialect it was typed."""
    here = silent.sides(db)
    draft = db.scalars(select(DraftDecision).where(DraftDecision.title.startswith("Observer places"))).one()
    superseded = db.scalars(select(Decision).where(Decision.successor_id.is_not(None))).one()
    unwanted = next(one for one in db.scalars(select(FollowUp)) if one.drop_waits_for(here.theirs))
    minutes = db.scalars(select(Minutes).where(Minutes.approved_at.is_(None))).one()
    seat = walk.seat_of(db, minutes.session, here.chair_ours)

    assert acts.sign_off_draft(draft, by=here.theirs, at=AT)
    assert superseded.supersede(superseded.successor, by=here.ours, at=AT)
    assert unwanted.drop("Agreed.", base=unwanted.version, by=here.theirs, at=AT)
    assert texts.approve(minutes, seat, minutes.text_hash, at=AT)
    db.commit()

    assert unwanted.state is FollowUpState.DROPPED
    assert [one.reference for one in db.scalars(select(Decision).where(Decision.session_id == minutes.session_id))] == [
        "D/2026/2/01",
        "D/2026/2/02",
    ]


@pytest.mark.engines
def test_a_corrigendum_that_was_under_silence_is_adopted(brought):
    """Its revision is kept with the approval: before there was none."""
    corrigendum = db.scalars(select(Corrigendum).where(Corrigendum.number == 2)).one()
    round_, text_hash = corrigendum.circulation, corrigendum.text_hash
    for delivery in round_.issue.deliveries:
        delivery.notice.claim(at=round_.issue.issued_at + WAIT)
        delivery.notice.sent(at=round_.issue.issued_at + WAIT)
    walk.heard(db, AT, round_.expires_at)
    db.commit()

    rounds.settle(round_, at=round_.expires_at + HOUR)
    db.commit()

    assert (round_.state, corrigendum.is_approved) == (CirculationState.ADOPTED, True)
    assert fingerprint(corrigendum.agreed.sheet) == text_hash
    assert {file.text_hash for file in db.scalars(select(ReleasedFile).where(ReleasedFile.label == "COR 2"))} == {
        text_hash
    }


@pytest.fixture
def app(brought, tmp_path: Path) -> Flask:
    config = Config(
        data_dir=furnished(tmp_path), database_url="", base_url="http://localhost", secret_key="of 0016 " * 5
    )
    return create_app(config, engine=brought, clock=lambda: AT)


@pytest.mark.slow
@pytest.mark.parametrize(("role", "pages", "files"), [("secretary", 250, 8), ("delegate", 80, 6), ("co-host", 20, 1)])
def test_every_page_opens_and_files_are_the_bytes_of_then(app, before, role, pages, files):
    """From the first page by every link there is; the sign-in is one of then."""
    person = next(row["id"] for row in before["people"] if row["email"] == ROLES[role])
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie[COOKIE_FIELD] = db.scalars(select(SignIn.token).where(SignIn.person_id == person)).one()
    db.remove()

    answers = dict(_walk(client))

    assert {path: status for path, (status, _) in answers.items() if status != 200} == {}
    assert len(answers) > pages
    taken = {digest for _, digest in answers.values()} & {row["sha256"] for row in before["released_files"]}
    assert len(taken) == files


def _walk(client: FlaskClient) -> Iterator[tuple[str, tuple[int, str]]]:
    """Every page and file to which one can walk, once, with its status and the hash of its bytes."""
    waiting, seen = ["/"], set()
    while waiting:
        link = waiting.pop()
        path = link.partition("?")[0]
        one = link if path.endswith(".docx") else path  # a page is the same page, a file is one for each edition
        if one in seen or not path.startswith("/") or path.startswith("/static"):
            continue
        seen.add(one)
        answer = client.get(link, follow_redirects=True)
        yield one, (answer.status_code, hashlib.sha256(answer.data).hexdigest())
        if "html" in answer.content_type:
            page = html.document_fromstring(answer.text)
            waiting += [a.get("href", "").partition("#")[0] for a in page.iter("a")]
