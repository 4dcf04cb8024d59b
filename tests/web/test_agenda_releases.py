"""From the call for items to the adopted agenda, over HTTP: each step once, by those who may, after a look at it."""

import datetime as dt
import re
import threading

import pytest
from lxml import html
from sqlalchemy import select

from dialogue.actions import acts, rounds, texts
from dialogue.domain.agenda import Agenda, ItemState
from dialogue.domain.agreed import Word
from dialogue.domain.delegations import Capacity, Participant
from dialogue.domain.notices import Dispatch, NoticeKind
from dialogue.domain.organisations import Organisation
from dialogue.domain.papers import ReleasedFile
from dialogue.domain.people import Person
from dialogue.domain.silence import Circulation
from tests import walk
from tests.web import business
from tests.web.browser import key, submit
from tests.web.business import BASE, SECRET, SHOWN
from tests.web.mails import shown, told
from tests.web.sitting import seated


@pytest.fixture(autouse=True)
def _early(clock):
    clock.at = business.AT + dt.timedelta(hours=1)


@pytest.fixture
def ours(people, as_):
    return as_(people.secretary_brussels)


@pytest.fixture
def theirs(people, as_):
    return as_(people.secretary_prishtina)


def seen() -> str:
    """The hash of the text on the secretaries' page."""
    return business.acts.fingerprint(business.acts.sheets.draft_agenda(business.now(), business.Level.DELEGATIONS))


def head(db, person):
    found = select(Participant.id).where(Participant.capacity == Capacity.HEAD, Participant.person_id == person.id)
    return str(db.scalar(found))


def test_the_call_is_closed_early_by_both_secretaries(people, ours, theirs):
    business.begun(people)

    submit(ours, f"{BASE}/close-call", {"reason": "All is in."})
    waiting = business.now().state.value
    submit(theirs, f"{BASE}/close-call", {"reason": "All is in."})

    assert (waiting, business.now().state.value) == ("collecting", "drafting")


def test_a_secretary_signs_what_was_on_the_page_and_nothing_else(people, ours, theirs):
    business.drafted(people)
    before = seen()
    business.put(business.now(), people, title="Put on meanwhile")
    business.db.commit()

    stale = submit(ours, f"{BASE}/sign-off", {"text_hash": before})
    blind = submit(ours, f"{BASE}/sign-off", {})
    done = submit(ours, f"{BASE}/sign-off", {"text_hash": seen()})

    assert (stale.status_code, blind.status_code, done.status_code) == (409, 409, 303)
    page = theirs.get(BASE).text
    assert seen()[:12] in page
    assert "Bea Brussels has signed it off for NATO" in page
    assert "Sign off this text for Kosovo" in page


def test_the_text_is_frozen_when_both_have_signed_and_nothing_is_lacking(people, ours, theirs):
    agenda = business.drafted(people)
    one = business.put(agenda, people, title="Unready", presenter="")
    business.db.commit()

    page = ours.get(f"{BASE}/propose").text
    refused = submit(ours, f"{BASE}/propose", {})
    submit(ours, f"{BASE}/items/{one.id}/withdraw", {"base_version": one.version})
    for browser in (ours, theirs):
        submit(browser, f"{BASE}/sign-off", {"text_hash": seen()})
    done = submit(ours, f"{BASE}/propose", {})

    assert "please say who presents it" in page
    assert "Both secretaries have to sign off this text first." in page
    assert (refused.status_code, done.status_code) == (409, 303)
    assert [(r.rev, r.circulated_at) for r in business.now().releases] == [(1, None)]
    assert SECRET in ours.get(f"{BASE}?rev=1").text


def test_the_check_page_names_who_will_read_what_and_what_is_withheld(people, ours):
    business.provisional(people)

    page = ours.get(f"{BASE}/circulate").text

    for name in ("Nora Chair", "Niels Delegate", "Kaltrina Chair", "Una University"):
        assert name in page
    assert "Otto Outsider" not in page
    assert "shown as “Restricted item”" in page
    assert business.now().circulated is None


def test_the_provisional_agenda_is_told_as_the_page_showed_to_all_whom_it_named(people, ours, db):
    business.provisional(people)
    page = ours.get(f"{BASE}/circulate").text

    submit(ours, f"{BASE}/circulate", {})

    (telling,) = db.scalars(select(Dispatch)).all()
    assert telling.kind == NoticeKind.AGENDA
    assert shown(page) == told(telling)
    assert {one.recipient.name for one in telling.notices} == {
        "Bea Brussels", "Petrit P", "Nora Chair", "Niels Delegate", "Kaltrina Chair", "Krenar Delegate",
        "Una University",
    }  # fmt: skip
    assert SECRET not in telling.notices[0].body and "08:30 UTC" in telling.notices[0].body
    assert "the agenda stays with those who read it" in ours.get("/notices").text


def test_who_has_no_account_is_no_reader_gets_no_mail_and_is_to_be_invited(people, ours, theirs, db):
    """Before the first release and before the next."""
    business.provisional(people)
    krenar = db.merge(people.delegate_kosovo)
    krenar.password_hash = None
    db.commit()

    def told_of(browser, page):
        found = html.document_fromstring(browser.get(f"{BASE}/{page}").text)
        (said,) = found.xpath("//section[@aria-label='No account yet']")
        assert "The admin invites them, or the focal point" in said.text_content()
        return found.text_content().count("Krenar Delegate"), said.text_content().count("Krenar Delegate")

    assert told_of(theirs, "circulate") == (1, 1)

    assert submit(ours, f"{BASE}/circulate", {}).status_code == 303

    (telling,) = db.scalars(select(Dispatch)).all()
    assert "Krenar Delegate" not in {one.recipient.name for one in telling.notices}
    assert "Kaltrina Chair" in {one.recipient.name for one in telling.notices}
    assert told_of(theirs, "revise") == (1, 1)


def test_a_release_of_another_date_or_place_than_the_session_has_now_does_not_go_out(people, ours, theirs, db):
    session = business.provisional(people).session
    how = {"due": None, "base": session.version, "by": people.secretary_brussels, "at": business.AT}
    session.move(session.place, "Another Hall", "", **how)
    db.commit()

    page, refused = ours.get(f"{BASE}/circulate").text, submit(ours, f"{BASE}/circulate", {})
    assert "have changed since REV 1 was frozen" in page and f'action="{BASE}/circulate"' not in page
    assert refused.status_code == 409 and db.scalars(select(Dispatch)).all() == []

    for browser in (ours, theirs):
        submit(browser, f"{BASE}/sign-off", {"text_hash": seen()})
    assert submit(ours, f"{BASE}/propose", {}).status_code == 303
    assert submit(ours, f"{BASE}/circulate", {}).status_code == 303
    assert business.now().circulated.rev == 2


def test_a_circulation_sent_twice_is_told_once(people, ours, db):
    business.provisional(people)
    sent = {"form_key": key(ours)}

    answers = [submit(ours, f"{BASE}/circulate", sent).status_code for _ in range(2)]

    assert answers == [303, 303]
    assert len(db.scalars(select(Dispatch)).all()) == 1


def test_the_next_release_is_told_as_the_page_showed_with_what_changed_alone(people, ours, theirs, db):
    business.circulated(people)
    business.put(business.now(), people, title="Water supply")
    db.commit()
    for browser in (ours, theirs):
        submit(browser, f"{BASE}/sign-off", {"text_hash": seen()})
    page = ours.get(f"{BASE}/revise").text

    submit(ours, f"{BASE}/revise", {})

    (telling,) = db.scalars(select(Dispatch)).all()
    assert shown(page) == told(telling)
    bodies = {one.recipient.name: one.body for one in telling.notices}
    assert "- New: 7 Water supply" in bodies["Niels Delegate"]
    assert "- New: 7 Restricted item" in bodies["Una University"]
    for body in bodies.values():
        assert SECRET not in body and SHOWN not in body


@pytest.mark.parametrize(("prepare", "page"), [(business.provisional, "circulate"), (business.circulated, "revise")])
def test_the_page_before_costs_the_same_for_few_readers_and_for_many(people, ours, statements, prepare, page):
    prepare(people)
    counts = []
    for more in (0, 30):
        seated(more)
        ours.get(f"{BASE}/{page}")
        with statements() as asked:
            assert ours.get(f"{BASE}/{page}").status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 12, asked


def test_circulating_opens_the_agenda_to_its_readers_and_happens_once(people, as_, ours):
    business.provisional(people)

    first = submit(ours, f"{BASE}/circulate", {})
    second = submit(ours, f"{BASE}/circulate", {})

    assert (first.status_code, second.status_code) == (303, 409)
    assert SECRET in as_(people.delegate_kosovo).get(BASE).text


def test_short_notice_needs_the_waiver_of_both_sides_with_a_reason(people, as_, clock):
    clock.at = business.provisional(people).session.starts_at - dt.timedelta(days=3)
    ours, theirs = as_(people.secretary_brussels), as_(people.secretary_prishtina)

    early = submit(ours, f"{BASE}/circulate", {})
    silent = submit(ours, f"{BASE}/waive-notice", {"reason": ""})
    submit(ours, f"{BASE}/waive-notice", {"reason": "The venue changed."})
    alone = submit(ours, f"{BASE}/circulate", {})
    submit(theirs, f"{BASE}/waive-notice", {"reason": "Agreed by telephone."})
    page = ours.get(f"{BASE}/circulate").text
    done = submit(ours, f"{BASE}/circulate", {})

    assert [a.status_code for a in (early, silent, alone, done)] == [409, 422, 409, 303]
    assert "The venue changed." in page
    assert "Agreed by telephone." in page


def test_the_next_release_says_what_changed_and_the_earlier_one_is_read_ever_after(people, as_, ours, theirs, db):
    business.circulated(people)
    first = as_(people.delegate_nato).get(f"{BASE}.docx").data
    business.put(business.now(), people, title="Water supply")
    db.commit()
    submit(ours, f"{BASE}/items/{business.item(SECRET).id}/withdraw", {"base_version": business.item(SECRET).version})

    unsigned = submit(ours, f"{BASE}/revise", {})
    for browser in (ours, theirs):
        submit(browser, f"{BASE}/sign-off", {"text_hash": seen()})
    done = submit(ours, f"{BASE}/revise", {})

    assert (unsigned.status_code, done.status_code) == (409, 303)
    delegate, cohost = as_(people.delegate_nato), as_(people.cohost_university)
    page, old = delegate.get(BASE).text, delegate.get(f"{BASE}?rev=1").text
    assert "New: 6 Water supply" in page
    assert f"Withdrawn: 5 {SECRET}" in page
    assert (SECRET in old, "Water supply" in old) == (True, False)
    assert delegate.get(f"{BASE}.docx?rev=1").data == first
    assert delegate.get(f"{BASE}.docx").data != first
    assert SECRET not in cohost.get(BASE).text + cohost.get(f"{BASE}?rev=1").text
    assert "Water supply" not in cohost.get(BASE).text
    assert len(db.scalars(select(ReleasedFile).where(ReleasedFile.kind == "agenda")).all()) == 6


def test_a_release_without_a_change_is_refused(people, ours):
    business.circulated(people)

    assert submit(ours, f"{BASE}/revise", {}).status_code == 409
    assert len(business.now().releases) == 1


def test_each_head_consents_for_its_own_side_and_with_both_the_agenda_is_adopted(people, as_, clock, db):
    agenda = business.opened(people)
    clock.at = agenda.session.starts_at + dt.timedelta(minutes=5)
    ours, theirs = head(db, people.chair_nato), head(db, people.chair_kosovo)
    nato, kosovo = as_(people.chair_nato), as_(people.chair_kosovo)

    foreign = submit(nato, f"{BASE}/adoption", {"head": theirs})
    first = submit(nato, f"{BASE}/adoption", {"head": ours, "text_hash": seen()})
    between = business.now().is_adopted
    second = submit(kosovo, f"{BASE}/adoption", {"head": theirs, "text_hash": seen()})

    assert (foreign.status_code, first.status_code, second.status_code) == (404, 303, 303)
    assert (between, business.now().is_adopted) == (False, True)
    assert len(business.now().releases) == 1
    assert "Adopted on" in as_(people.delegate_nato).get(BASE).text
    assert submit(as_(people.delegate_nato), f"{BASE}/adoption", {"head": ours}).status_code == 403


def test_a_head_consents_to_the_text_that_it_was_shown_and_to_no_other(people, as_, clock, db):
    agenda = business.opened(people)
    clock.at = agenda.session.starts_at + dt.timedelta(minutes=5)
    chair, mine, before = as_(people.chair_nato), head(db, people.chair_nato), seen()
    business.put(business.now(), people, title="Slipped in at the opening")
    db.commit()

    stale = submit(chair, f"{BASE}/adoption", {"head": mine, "text_hash": before})
    blind = submit(chair, f"{BASE}/adoption", {"head": mine})
    assert (stale.status_code, blind.status_code, business.now().assents_to(Word.ADOPTION)) == (409, 409, [])

    page = chair.get(f"{BASE}/adoption").text
    assert re.search(r"New: \d+ Slipped in at the opening", page)
    assert seen() in page
    assert submit(chair, f"{BASE}/adoption", {"head": mine, "text_hash": seen()}).status_code == 303


def test_of_two_heads_who_consent_at_once_the_second_sees_the_consent_of_the_first(people, as_, clock, db):
    agenda = business.opened(people)
    clock.at = agenda.session.starts_at + dt.timedelta(minutes=5)
    second, sent = as_(people.chair_kosovo), {"head": head(db, people.chair_kosovo), "text_hash": seen()}
    agenda = db.scalars(Agenda.held(Agenda.of_ref("2026-1"))).one()
    agenda.adopt(
        "Nora Chair", db.get(Organisation, people.nato.id), "", by=db.get(Person, people.chair_nato.id), at=clock()
    )
    db.flush()

    answers = []
    waits = threading.Thread(target=lambda: answers.append(submit(second, f"{BASE}/adoption", sent).status_code))
    waits.start()
    waits.join(2)
    db.commit()
    waits.join()

    assert answers == [303]
    assert business.now().is_adopted


def test_no_edit_slips_in_behind_a_consent_that_is_being_given(people, as_, clock, db):
    agenda = business.opened(people)
    clock.at = agenda.session.starts_at + dt.timedelta(minutes=5)
    ours, one = as_(people.secretary_brussels), business.item(SHOWN)
    sent = business.fields(one, title="Another title")
    agenda = db.scalars(Agenda.held(Agenda.of_ref("2026-1"))).one()
    agenda.adopt(
        "Nora Chair", db.get(Organisation, people.nato.id), "", by=db.get(Person, people.chair_nato.id), at=clock()
    )
    db.flush()

    answers = []
    path = f"{BASE}/items/{one.id}"
    waits = threading.Thread(target=lambda: answers.append(submit(ours, path, sent).status_code))
    waits.start()
    waits.join(2)
    db.commit()
    waits.join()

    assert answers == [409]
    assert business.item(SHOWN)


def test_what_is_amended_at_the_opening_is_released_with_the_adoption(people, as_, clock, db):
    agenda = business.opened(people)
    clock.at = agenda.session.starts_at + dt.timedelta(minutes=5)
    ours = as_(people.secretary_brussels)
    business.put(business.now(), people, title="Added in the room")
    db.commit()
    both = [head(db, people.chair_nato), head(db, people.chair_kosovo)]

    for one in both:
        submit(ours, f"{BASE}/adoption", {"head": one, "amendments": "One item is added.", "text_hash": seen()})

    assert [r.rev for r in business.now().releases] == [1, 2]
    delegate, cohost = as_(people.delegate_nato).get(BASE).text, as_(people.cohost_university).get(BASE).text
    assert ("Added in the room" in delegate, "One item is added." in delegate) == (True, True)
    assert ("Added in the room" in cohost, "One item is added." in cohost) == (False, False)


def test_after_the_adoption_changes_are_recorded_with_their_reason_and_released_at_once(people, as_, clock, db):
    agenda = business.opened(people)
    clock.at = agenda.session.starts_at + dt.timedelta(minutes=5)
    ours = as_(people.secretary_brussels)
    for person in (people.chair_nato, people.chair_kosovo):
        submit(ours, f"{BASE}/adoption", {"head": head(db, person), "text_hash": seen()})
    secret, shown = business.item(SECRET), business.item(SHOWN)

    silent = submit(ours, f"{BASE}/changes", {"item": secret.id, "what": "deferred", "reason": ""})
    done = submit(ours, f"{BASE}/changes", {"item": secret.id, "what": "deferred", "reason": "No time is left."})
    submit(ours, f"{BASE}/changes", {"item": shown.id, "what": "moved", "reason": "The speaker is late."})
    edited = submit(ours, f"{BASE}/items/{shown.id}", business.fields(shown, title="Silently other"))

    assert [a.status_code for a in (silent, done, edited)] == [422, 303, 409]
    assert business.item(SECRET).state is ItemState.DEFERRED
    assert business.order()[-1] == SHOWN
    assert [r.rev for r in business.now().releases] == [1, 2, 3]
    delegate, cohost = as_(people.delegate_kosovo).get(BASE).text, as_(people.cohost_university).get(BASE).text
    assert ("No time is left." in delegate, SECRET in delegate) == (True, True)
    assert ("No time is left." in cohost, SECRET in cohost) == (False, False)


# Under silence


def under_silence(people):
    """The circulated release, in a round that runs."""
    agenda = business.circulated(people)
    text = texts.find("agenda", agenda.session.ref)
    round_ = rounds.propose(text, text.usual, by=people.secretary_brussels, at=business.AT)
    for chair in (people.chair_nato, people.chair_kosovo):
        round_.consent_to_method("", by=chair, at=business.AT)
    walk.issue(business.db, people, round_, at=business.AT)
    walk.heard(business.db, business.AT, round_.expires_at)
    business.db.commit()
    return round_.id


def round_now(number):
    return business.db.get(Circulation, number)


def test_the_circulated_agenda_leads_to_its_proposal_under_silence(people, ours):
    business.circulated(people)

    assert "Put REV 1 under silence…" in ours.get(BASE).text
    page = ours.get(f"/circulations/new?agenda={BASE.split('/')[2]}")
    assert page.status_code == 200
    assert "Agenda of the" in page.text


def test_a_running_round_is_shown_and_the_release_is_not_put_under_silence_twice(people, ours):
    number = under_silence(people)

    page = ours.get(BASE).text
    assert f"/circulations/{number}" in page
    assert "Put REV 1 under silence…" not in page
    text = ours.get(f"/circulations/{number}").text
    assert "Opening and adoption of the agenda" in text
    assert ours.get(f"/circulations/new?agenda={BASE.split('/')[2]}").status_code == 409


@pytest.mark.parametrize(("prepare", "most"), [(business.circulated, 12), (under_silence, 15)])
def test_an_agenda_under_silence_asks_three_questions_more(people, ours, statements, prepare, most):
    """Its issues, what is on record and who has objected: the expiry that the page shows comes of them."""
    prepare(people)
    ours.get(BASE)
    with statements() as asked:
        assert ours.get(BASE).status_code == 200

    assert len(asked) <= most, asked


def test_the_delegations_read_that_it_was_agreed_and_others_do_not(people, ours, as_):
    number = under_silence(people)
    round_ = round_now(number)
    rounds.settle(round_, at=round_.expires_at + dt.timedelta(hours=1))
    business.db.commit()

    for client in (ours, as_(people.chair_nato)):
        page = client.get(BASE).text
        assert "REV 1 was agreed under the silence procedure" in page
        assert f"/circulations/{number}/action-sheet.docx" in page
        assert client.get(f"/circulations/{number}/action-sheet.docx").status_code == 200
    public = ours.get(f"{BASE}?rev=1&edition=public").text
    assert "silence procedure" not in public


def test_the_next_release_supersedes_the_round(people, ours, theirs):
    number = under_silence(people)
    business.put(business.now(), people, title="One more")
    business.db.commit()
    for client in (ours, theirs):
        submit(client, f"{BASE}/sign-off", {"text_hash": seen()})

    assert submit(ours, f"{BASE}/revise").status_code == 303

    assert round_now(number).state.value == "superseded"
    assert "superseded" in ours.get(f"{BASE}?rev=1").text


def ticked(page):
    found = re.search(r'name="stands_found" value="(\w+)"', page)
    return {"stands": "y", "stands_found": found[1]}


def test_what_is_let_stand_at_a_release_and_at_the_adoption_stands_on_the_page_of_the_agenda(people, as_, clock, db):
    business.drafted(people)
    business.put(business.now(), people, title="Patrols on the state border")
    db.commit()
    ours = as_(people.secretary_brussels)
    for client in (ours, as_(people.secretary_prishtina)):
        page = client.get(BASE).text
        assert submit(client, f"{BASE}/sign-off", {"text_hash": seen()} | ticked(page)).status_code == 303
    assert submit(ours, f"{BASE}/propose", {}).status_code == 303
    asked = submit(ours, f"{BASE}/circulate", {})
    assert submit(ours, f"{BASE}/circulate", ticked(asked.text)).status_code == 303
    assert "Circulation 2026-1: 1 finding" in ours.get(BASE).text
    agenda = business.now()
    by, starts = db.get(Person, people.secretary_brussels.id), agenda.session.starts_at
    acts.open_session(agenda.session, by=by, at=starts)
    db.commit()
    clock.at = starts + dt.timedelta(minutes=5)
    ours = as_(people.secretary_brussels)

    consent = {"head": head(db, people.chair_nato), "text_hash": seen(), "amendments": "Both states agree."}
    asked = submit(ours, f"{BASE}/adoption", consent)

    assert asked.status_code == 422
    assert "Both states agree." in asked.text and "amendments made at the opening" in asked.text
    assert business.now().assents_to("adoption") == []
    assert submit(ours, f"{BASE}/adoption", consent | ticked(asked.text)).status_code == 303
    for page in (ours.get(BASE).text, ours.get(f"{BASE}?rev=1").text):
        assert "Adoption 2026-1: 2 findings" in page and "Circulation 2026-1: 1 finding" in page
    assert "2 findings" not in as_(people.delegate_nato).get(BASE).text


def test_a_head_is_not_asked_of_words_that_the_two_secretaries_keep(people, as_, clock, db):
    agenda = business.opened(people)
    clock.at = agenda.session.starts_at + dt.timedelta(minutes=5)
    business.put(business.now(), people, title="Patrols on the state border")
    db.commit()

    given = {"head": head(db, people.chair_nato), "text_hash": seen()}
    assert submit(as_(people.chair_nato), f"{BASE}/adoption", given).status_code == 303
