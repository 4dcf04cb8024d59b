"""What a reader's sheet is made of: the same for page and paper, and nothing that this reader may not hold."""

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import event, select

from dialogue.domain import communiques
from dialogue.domain.agenda import Agenda, AgendaItem, of_session
from dialogue.domain.decisions import Decision
from dialogue.domain.delegations import Capacity
from dialogue.domain.editions import DOCUMENT_LEVELS, Audience, Level, canonical, fingerprint, keep
from dialogue.domain.followups import FollowUp
from dialogue.domain.minutes import Minutes, Paragraph, Signatory, sign
from dialogue.domain.sessions import Session, SessionKind
from dialogue.domain.settings import Settings
from dialogue.domain.topics import Topic
from dialogue.i18n import day
from dialogue.queries import register, sheets
from tests import planted, walk
from tests.cast import enter
from tests.factories import AT, DAY, ENDS, STARTS


@pytest.fixture
def cast(db):
    return enter(db)


@pytest.fixture
def session(db, cast):
    return walk.plan(db, cast)


def audiences(cast):
    return {level: Audience(level, cast.nato.id if level.depth > 1 else cast.university.id) for level in Level}


def whole(sheet):
    """Everything that the sheet carries, printed matter included."""
    return keep(sheet)


# Headings


def test_a_heading_tells_the_session_the_place_and_the_house(db, cast, session):
    session.venue, session.address = "Hall 2", "1, Main Street"

    head = sheets.heading(session, Level.COHOST, dated=AT, previous="HLD/2027/1 REV 1")

    assert (head.reference, head.title, head.place) == ("HLD/2027/1", "First session of 2027", "Brussels")
    assert (head.starts, head.ends, head.zone) == (session.starts, session.ends, "Brussels/Prishtina time")
    assert (head.venue, head.edition, head.dialogue) == ("Hall 2, 1, Main Street", Level.COHOST, "NATO–Kosovo dialogue")
    assert (head.addressee, head.dated, head.previous) == ("Co-host", AT, "HLD/2027/1 REV 1")


def test_a_house_that_nobody_has_entered_has_its_defaults(db):
    assert sheets.house().zone_label == Settings().zone_label


def test_settings_that_change_are_read_again(db, cast):
    assert sheets.house().marking == ""
    db.commit()
    sheets.house().marking = "FOR TRIAL"
    db.commit()
    db.remove()

    assert sheets.house().marking == "FOR TRIAL"


def test_a_public_paper_has_the_marking_of_public_papers_and_no_other(db, cast, session):
    sheets.house().marking = "LIMITED"
    markings = {level: sheets.heading(session, level).marking for level in DOCUMENT_LEVELS}
    assert markings == {Level.DELEGATIONS: "LIMITED", Level.COHOST: "LIMITED", Level.PUBLIC: ""}

    sheets.house().public_marking = "FOR ALL"
    assert sheets.heading(session, Level.PUBLIC).marking == "FOR ALL"


@pytest.mark.parametrize(
    ("number", "kind", "title"),
    [
        (1, SessionKind.REGULAR, "The first session of 2027"),
        (6, SessionKind.REGULAR, "The sixth session of 2027"),
        (7, SessionKind.REGULAR, "Session 7 of 2027"),
        (3, SessionKind.SPECIAL, "Special session 3 of 2027"),
    ],
)
def test_a_session_has_a_title(session, number, kind, title):
    session.number, session.kind = number, kind

    assert sheets.session_title(session) == title.removeprefix("The ").capitalize()
    assert sheets.session_named(session) == title[0].lower() + title[1:]


# The agenda


def test_the_working_agenda_of_the_secretariat_is_the_text_that_is_signed(db, cast, session):
    agenda = walk.agenda(db, cast, session, note="Ask the lawyers")

    seen = sheets.working_agenda(agenda, Audience(Level.SECRETARIAT, cast.nato.id))

    assert fingerprint(seen) == fingerprint(sheets.working_agenda(agenda, Audience(Level.DELEGATIONS)))
    assert "Border incidents" in whole(seen) and "Ask the lawyers" not in whole(seen)


def test_the_hash_of_an_agenda_depends_on_no_compartment_language_or_marking(db, cast, session):
    agenda = walk.agenda(db, cast, session)
    before = fingerprint(sheets.working_agenda(agenda, Audience(Level.DELEGATIONS)))

    sheets.house().marking = "FOR TRIAL"
    sheets.house().dialogue_name = "Another name"

    after = [
        fingerprint(sheets.working_agenda(agenda, Audience(Level.DELEGATIONS, party), at))
        for party in (None, cast.nato.id, cast.kosovo.id)
        for at in (None, AT)
    ]
    assert set(after) == {before}


def test_a_restricted_item_is_on_the_delegations_paper_and_on_no_other(db, cast, session):
    agenda = walk.agenda(db, cast, session, title="Names of informers", text="Their addresses", public_title="Safety")
    walk.circulate(db, cast, agenda)

    released = {level: whole(sheets.released_agenda(agenda, agenda.release, level)) for level in DOCUMENT_LEVELS}
    working = {level: whole(sheets.working_agenda(agenda, one)) for level, one in audiences(cast).items()}

    for word in ("Names of informers", "Their addresses"):
        assert [word in released[level] for level in DOCUMENT_LEVELS] == [True, False, False]
        assert [word in working[level] for level in Level] == [True, True, False, False]
    assert all("Safety" in released[level] for level in (Level.COHOST, Level.PUBLIC))


def test_a_release_says_its_number_and_its_predecessor(db, cast, session):
    agenda = walk.circulate(db, cast, walk.agenda(db, cast, session))

    first = agenda.release.sheet
    second = sheets.agenda_editions(agenda, AT)[Level.DELEGATIONS]

    assert (first.rev, first.heading.previous, first.changes) == (1, "", ())
    assert (second.rev, second.heading.previous) == (2, "HLD/2027/1-AG REV 1")


def test_only_the_release_in_force_tells_of_the_adoption(db, cast, session):
    seats = walk.delegations(db, cast, session)
    agenda = walk.opened(db, cast, walk.circulate(db, cast, walk.agenda(db, cast, session)))
    walk.put(db, cast, agenda, "Added")
    walk.adopt(db, cast, agenda, seats)

    told = [bool(sheets.released_agenda(agenda, one, Level.PUBLIC).adopted) for one in agenda.releases]

    assert told == [False, True]


MOVED = "Date or place have changed since this was released. The session is now on "


def test_a_release_says_what_became_of_date_and_place_since_and_its_text_stays(db, cast, session):
    agenda = walk.circulate(db, cast, walk.agenda(db, cast, session))
    release, by, at = agenda.release, cast.secretary_brussels, AT
    frozen = {level: release.sheet_of(level) for level in DOCUMENT_LEVELS}

    def told():
        db.flush()
        made = {level: sheets.released_agenda(agenda, release, level) for level in DOCUMENT_LEVELS}
        assert {level: replace(one, moved="", text_hash="", status="circulated") for level, one in made.items()} == {
            level: replace(one, status="circulated") for level, one in frozen.items()
        }
        (said,) = {one.moved for one in made.values()}
        return said

    assert told() == ""
    session.move(session.place, "Palace", "Street 1", due=None, base=session.version, by=by, at=at)
    assert told() == f"{MOVED}Tue 8 Jun 2027, 09:30–17:00 Brussels/Prishtina time, in Brussels, Palace, Street 1."
    session.move(cast.prishtina, "", "", due=None, base=session.version, by=by, at=at)
    assert told().endswith("09:30–17:00 Brussels/Prishtina time, in Prishtina.")
    session.move(cast.brussels, "", "", due=None, base=session.version, by=by, at=at)
    session.reschedule(STARTS + DAY, ENDS + DAY, due=None, base=session.version, by=by, at=at)
    assert told().startswith(f"{MOVED}Wed 9 Jun 2027, 09:30–17:00 ")
    session.reschedule(STARTS, ENDS, due=None, base=session.version, by=by, at=at)
    assert told() == ""
    session.postpone("A strike.", by=by, at=at)
    assert told() == "The session is postponed: the date given here no longer holds, and there is no new one yet."
    session.cancel("No quorum.", by=by, at=at)
    assert told() == "The session is cancelled: it will not be held."


# The annotated agenda


@pytest.fixture
def risks(db):
    made = Topic(slug="risks", title="Risks")
    db.add(made)
    db.flush()
    return made


@pytest.fixture
def past(db, cast, session, risks):
    """A session whose fifth item was on a topic: a decision that the co-host may read, follow-ups that it may not."""
    seats = walk.delegations(db, cast, session)
    agenda = walk.circulate(db, cast, walk.agenda(db, cast, session, topic=risks))
    walk.adopt(db, cast, walk.opened(db, cast, agenda), seats)
    minutes = walk.minutes(db, cast, session)
    return walk.approve(db, walk.finalise(db, cast, minutes), seats)


def histories(agenda, audience):
    sheet = sheets.annotated(sheets.working_agenda(agenda, audience), agenda, audience)
    assert sheet.annotated
    return {line.title: line.history for line in sheet.items}


@pytest.fixture
def following(db, cast, session, past):
    later = walk.plan(db, cast, existing=[session], starts=STARTS + 180 * DAY)
    return lambda **item: walk.agenda(db, cast, later, **item)


def test_an_item_is_annotated_with_what_was_decided_and_what_is_open_on_its_topic(following, risks):
    found = histories(following(topic=risks), Audience(Level.DELEGATIONS))

    history = found["Border incidents"]
    assert history.decisions == ("D/2027/1/01 (Fri 11 Jun 2027): To meet monthly.",)
    assert history.followups == (
        "OC/2027/1/01: Send the list. (Kosovo, due Wed 1 Sept 2027, open)",
        "OC/2027/1/02: Answer the list. (NATO, due Wed 1 Sept 2027, open)",
    )
    assert found["Next session"].decisions == found["Next session"].followups == ()


def test_history_is_told_in_plain_words(db, past, following, risks):
    db.scalars(select(Decision)).one().text = "To meet **monthly**,\n\n- here"
    db.scalars(select(FollowUp)).first().text = "Send _the_ list."

    history = histories(following(topic=risks), Audience(Level.DELEGATIONS))["Border incidents"]

    assert history.decisions[0].endswith(": To meet monthly, • here")
    assert history.followups[0].startswith("OC/2027/1/01: Send the list. (")


def test_what_went_out_is_annotated_and_listed_by_the_topic_that_it_names_not_by_that_of_the_draft(
    db, cast, past, following, risks
):
    other = Topic(slug="borders", title="Borders")
    db.add(other)
    agenda = walk.circulate(db, cast, following(topic=other))
    next(item for item in agenda.all_items if item.is_substantive).topic = risks
    other.title = "Borders and crossings"
    db.flush()

    sent = sheets.annotated(agenda.circulated.sheet, agenda, Audience(Level.DELEGATIONS))

    assert next(line for line in sent.items if line.title == "Border incidents").history.decisions == ()
    assert histories(agenda, Audience(Level.DELEGATIONS))["Border incidents"].decisions != ()
    places = {topic.slug: [at.session for at in register.history(topic).appearances] for topic in (risks, other)}
    assert places == {"risks": [past.session], "borders": [agenda.session]}
    assert {line.topic.slug: line.sessions for line in register.topics_with_counts()} == {"risks": 1, "borders": 1}


def test_an_item_that_came_back_without_a_topic_is_annotated_by_its_own_key(db, past, following):
    agenda = following()
    item = next(i for i in agenda.all_items if i.is_substantive)
    item.key = past.items[4].key
    db.flush()

    assert len(histories(agenda, Audience(Level.DELEGATIONS))["Border incidents"].decisions) == 1


def test_an_item_without_topic_and_past_has_no_history(following):
    history = histories(following(), Audience(Level.DELEGATIONS))["Border incidents"]

    assert (history.decisions, history.followups) == ((), ())


def test_history_holds_what_its_reader_may_hold(following, risks):
    agenda = following(topic=risks, level=Level.COHOST)

    history = histories(agenda, Audience(Level.COHOST))["Border incidents"]

    assert (len(history.decisions), history.followups) == (1, ())


def test_a_withheld_item_has_no_history(following, risks):
    assert histories(following(topic=risks), Audience(Level.COHOST))[""] is None


def test_an_agenda_is_annotated_with_what_was_before_it_not_with_what_came_after(db, past, following, risks):
    following(topic=risks)
    first = db.scalar(of_session(past.session))

    history = histories(first, Audience(Level.DELEGATIONS))["Border incidents"]

    assert (history.decisions, history.followups) == ((), ())


# Participants


@pytest.fixture
def full(db, cast, session):
    """Both delegations, an observer, and a speaker of each of two co-hosts."""
    walk.delegations(db, cast, session)
    walk.seat(db, cast, session, cast.observer, Capacity.OBSERVER)
    for who in (cast.cohost_university, cast.cohost_institute):
        walk.engagement(db, cast, session, who.organisation)
        walk.seat(db, cast, session, who, Capacity.SPEAKER)
    return session


def listed(sheet):
    return [seat.name for one in sheet.delegations for seat in one.seats]


def test_the_list_of_participants_stands_in_the_order_of_precedence(cast, full):
    sheet = sheets.participants(full, Audience(Level.SECRETARIAT, cast.nato.id))

    assert [one.name for one in sheet.delegations] == [
        "The Kosovo", "The NATO", "The Mission", "The Institute", "The University",
    ]  # fmt: skip
    assert listed(sheet) == [
        "Kaltrina Chair", "Krenar Delegate", "Nora Chair", "Niels Delegate", "Olga Observer", "Ilir Institute",
        "Una University",
    ]  # fmt: skip


def test_a_co_host_holds_the_heads_and_its_own_speakers(cast, full):
    assert listed(sheets.participants(full, Audience(Level.COHOST, cast.university.id))) == [
        "Kaltrina Chair",
        "Nora Chair",
        "Una University",
    ]


def test_the_public_holds_the_heads_alone(cast, full):
    sheet = sheets.participants(full, Audience(Level.PUBLIC, cast.mission.id))

    assert [name for name in listed(sheet) if name != "Olga Observer"] == ["Kaltrina Chair", "Nora Chair"]
    assert "Niels Delegate" not in whole(sheet)


def test_the_list_is_dated_by_its_last_accreditation(db, cast, full):
    assert sheets.participants(full, Audience(Level.DELEGATIONS)).heading.dated == AT


# Minutes


def test_the_editions_of_the_minutes_hold_what_their_level_allows_and_name_one_hash(db, cast, session):
    walk.engagement(db, cast, session)
    minutes, seats = walk.to_minutes(db, cast, session)
    by = {"by": cast.secretary_brussels, "at": AT}
    minutes.add(minutes.items[4], Paragraph(text="Names of informers.", speaker="A. Secret"), **by)
    minutes.add(minutes.items[4], Paragraph(text="For the host.", level=Level.COHOST), **by)
    walk.approve(db, walk.finalise(db, cast, minutes), seats)

    sheet = {level: sheets.minutes_edition(minutes, level) for level in DOCUMENT_LEVELS}

    assert {one.text_hash for one in sheet.values()} == {minutes.text_hash}
    assert fingerprint(sheet[Level.DELEGATIONS]) == minutes.text_hash
    for word, seen in {
        "Names of informers.": [True, False, False],
        "A. Secret": [True, False, False],
        "Border incidents": [True, False, False],
        "Niels Delegate": [True, False, False],
        "For the host.": [True, True, False],
        "To meet monthly.": [True, True, False],
        "Nora Chair": [True, True, True],
    }.items():
        assert [word in whole(sheet[level]) for level in DOCUMENT_LEVELS] == seen, word
    assert [(p.number, p.last, p.text) for p in sheet[Level.COHOST].items[4].paragraphs] == [
        (2, None, "To meet monthly."),
        (3, 5, ""),
        (6, None, "For the host."),
    ]


def test_the_text_of_the_minutes_is_the_same_for_every_signer(db, cast, session):
    minutes, _ = walk.to_minutes(db, cast, session)

    hashes = {
        fingerprint(sheets.working_minutes(minutes, Audience(level, party), at))
        for level in (Level.SECRETARIAT, Level.DELEGATIONS)
        for party in (None, cast.nato.id, cast.kosovo.id)
        for at in (None, AT)
    }

    assert len(hashes) == 1


def test_numbers_and_signatures_do_not_change_the_hash_that_was_signed(db, cast, session):
    minutes, seats = walk.to_minutes(db, cast, session)
    walk.finalise(db, cast, minutes)
    signed = canonical(sheets.working_minutes(minutes, Audience(Level.DELEGATIONS)))

    walk.approve(db, minutes, seats)

    kept = sheets.minutes_edition(minutes, Level.DELEGATIONS)
    assert canonical(kept) == signed
    assert [p.reference for p in kept.items[4].paragraphs] == ["D/2027/1/01", "OC/2027/1/01", "OC/2027/1/02"]


def test_a_working_copy_is_dated_by_its_last_change_and_not_by_the_reader(db, cast, session):
    minutes, _ = walk.to_minutes(db, cast, session)

    first, again = (sheets.minutes_edition(minutes, Level.DELEGATIONS) for _ in range(2))

    assert keep(first) == keep(again)
    assert first.heading.dated == minutes.changed_at


def test_the_approval_is_told_with_its_day_hour_and_zone(db, cast, session):
    minutes, _ = walk.to_minutes(db, cast, session)
    assert sheets.approval(minutes) == ""

    minutes.approved_at = dt.datetime(2027, 6, 11, 15, 0, tzinfo=dt.UTC)

    assert sheets.approval(minutes) == (
        "Approved by both co-chairs on Fri 11 Jun 2027 at 17:00 Brussels/Prishtina time."
    )


# What would be frozen as it is


def test_an_agenda_says_what_it_would_go_out_without(db, cast, session):
    agenda = walk.agenda(db, cast, session, minutes=600)

    told = sheets.left_open_of_agenda(
        *(sheets.working_agenda(agenda, Audience(level)) for level in (Level.DELEGATIONS, Level.PUBLIC))
    )

    assert told == [
        "Items 1, 2, 3, 4, 6, 7, 8 name nobody who presents them.",
        "Item 5 has no public title: others read “Restricted item”.",
        "No venue is entered for the session.",
        "It runs 400 minutes beyond the end of the session.",
    ]


def test_an_agenda_that_has_everything_has_nothing_to_say(db, cast, session):
    agenda = walk.agenda(db, cast, session, public_title="Borders", minutes=1)
    for item in agenda.all_items:
        item.presenter = "NATO"
    coffee = AgendaItem(
        agenda=agenda, title="Coffee break", numbered=False, level=Level.PUBLIC, minutes=0, requested_at=AT
    )
    db.add(coffee)
    agenda.add(coffee, by=cast.secretary_brussels, at=AT)
    session.venue = "Hall 2"

    told = sheets.left_open_of_agenda(
        *(sheets.working_agenda(agenda, Audience(level)) for level in (Level.DELEGATIONS, Level.PUBLIC))
    )

    assert told == []


def test_minutes_say_what_they_would_be_frozen_with(db, cast, session):
    minutes, seats = walk.to_minutes(db, cast, session)
    seats["chair_nato"].present = True
    db.flush()

    told = sheets.left_open_of_minutes(sheets.working_minutes(minutes, Audience(Level.DELEGATIONS)))

    assert told == [
        "Whether they were present is not recorded: Kaltrina Chair, Krenar Delegate, Niels Delegate.",
        "Nothing was recorded under items 2, 3, 4, 6, 7, 8.",
    ]
    bare = replace(sheets.working_minutes(minutes, Audience(Level.DELEGATIONS)), participants=())
    assert sheets.left_open_of_minutes(bare)[0] == "It has no list of participants."


def test_approved_minutes_say_where_they_are_not_signed(db, cast, session):
    minutes, _ = walk.to_approval(db, cast, session)
    sign(minutes, Signatory.SECRETARY, minutes.text_hash, by=cast.secretary_brussels, at=AT + 90 * DAY)

    told = sheets.left_open_of_minutes(sheets.minutes_edition(minutes, Level.PUBLIC))

    assert told[-1] == "The signature block is empty at: Chair, The NATO; Secretary, The Kosovo."


# Cost


def test_the_editions_of_an_agenda_cost_the_same_for_many_items_as_for_few(db, cast, session):
    walk.agenda(db, cast, session)

    def cost():
        db.commit()
        db.expunge_all()
        again, sent = db.scalar(Agenda.of_ref("2027-1")), []

        def note(_connection, _cursor, statement, *_):
            sent.append(statement)

        event.listen(db.get_bind(), "before_cursor_execute", note)
        sheets.agenda_editions(again, AT)
        event.remove(db.get_bind(), "before_cursor_execute", note)
        return len(sent), len(again.all_items)

    few, items = cost()
    again = db.scalar(Agenda.of_ref("2027-1"))
    for n in range(3):
        origin = again.all_items[-1].origin
        item = AgendaItem(agenda=again, title=f"Item {n}", origin=origin, requested_at=AT)
        db.add(item)
        again.add(item, by=again.state_by, at=AT)

    assert cost() == (few, items + 3)


def test_a_sheet_says_until_when_the_public_waits_in_the_zone_of_the_dialogue(db, cast, session):
    until = dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC)
    made = communiques.begin(session, "Joint communiqué", "We agree.", until, by=cast.secretary_brussels, at=AT)
    db.add(made)
    db.flush()

    sheet = sheets.working_text(made, Level.PUBLIC)

    assert sheet.held_back.startswith("Not to be published before Tue 1 Dec 2026, 10:00")
    assert (sheet.heading.reference, sheet.rev) == (f"{session.reference}-COM", None)
    made.embargo = None
    assert sheets.working_text(made).held_back == ""


def test_what_stands_around_minutes_is_on_paper_and_no_part_of_the_text(database, db):
    planted.planted(database)
    minutes = db.scalars(select(Minutes).join(Minutes.session).where(Session.year == 2026, Session.number == 2)).one()
    bare = sheets.minutes_edition(minutes, Level.DELEGATIONS)

    made = {level: sheets.minutes_paper(minutes, bare, level) for level in DOCUMENT_LEVELS}

    assert {fingerprint(one) for one in made.values()} == {fingerprint(bare)}
    after = db.scalars(select(Session).where(Session.year == 2027, Session.number == 1)).one()
    told = f"{day(after.starts.date())}, {after.place.short_name}"
    assert [made[level].next_session for level in DOCUMENT_LEVELS] == [
        told if level is Level.DELEGATIONS else "" for level in DOCUMENT_LEVELS
    ]
    assert made[Level.PUBLIC].cohosts == ()


def test_minutes_of_a_session_with_a_co_host_name_it_and_the_documents_of_each_item(database, db):
    planted.planted(database)
    minutes = db.scalars(select(Minutes).join(Minutes.session).where(Session.year == 2026, Session.number == 1)).one()
    kept = {level: sheets.minutes_edition(minutes, level) for level in DOCUMENT_LEVELS}

    assert (
        kept[Level.DELEGATIONS].cohosts == kept[Level.COHOST].cohosts == ("Institute for Security Policy and Dialogue",)
    )
    assert kept[Level.PUBLIC].cohosts == ()
    documents = {one.number: one.documents for one in kept[Level.DELEGATIONS].items if one.documents}
    assert {number: len(found) for number, found in documents.items()} == {"5": 1, "6": 1, "7": 1}
    assert "Note on: hybrid threats" in documents["5"][0]
