"""Nobody becomes powerful alone: every road to an account or a voice of power, and whose second word each takes."""

import re
from pathlib import Path

import pytest
from sqlalchemy import select

from dialogue import access
from dialogue.actions import accounts, acts, factors, mandates
from dialogue.actions.mandates import Links
from dialogue.domain import factors as second_factors
from dialogue.domain.base import Refused, Stale
from dialogue.domain.delegations import Capacity
from dialogue.domain.factors import Factor
from dialogue.domain.log import LogEntry
from dialogue.domain.mandates import Mandate, MandateKind, Order
from dialogue.domain.notices import Notice, NoticeKind
from dialogue.domain.password_links import PasswordLink
from dialogue.domain.people import AccountState, Person
from dialogue.queries import log_view
from tests import walk
from tests.cast import HASH
from tests.factories import AT, DAY, HOUR

LINKS = Links(secret="s" * 32, by_hand=True)
HOW = {"at": AT, "links": LINKS}
DIALOGUE = Path(mandates.__file__).parent.parent


@pytest.fixture
def session(db, cast):
    """With both heads, both delegates and Kosovo's focal point accredited."""
    made = walk.plan(db, cast)
    for who, capacity in (
        ("chair_nato", Capacity.HEAD),
        ("chair_kosovo", Capacity.HEAD),
        ("delegate_nato", Capacity.MEMBER),
        ("delegate_kosovo", Capacity.MEMBER),
        ("focal_kosovo", Capacity.FOCAL_POINT),
    ):
        walk.seat(db, cast, made, getattr(cast, who), capacity)
    db.commit()
    return made


def asked(done):
    return [one.name for one in done.mandate.asked]


def told(db, key):
    """To whom the telling with that key went."""
    return sorted(one.recipient.email for one in db.scalars(select(Notice)) if one.dispatch.key == key)


def act(kind, who, by, why="Lost the telephone.", **more):
    return mandates.act(Order(kind, who, **more), why, by=by, **HOW)


# Whose second word


@pytest.mark.parametrize("kind", [MandateKind.PASSWORD, MandateKind.FACTORS, MandateKind.REOPEN])
@pytest.mark.parametrize(
    ("who", "seconds"),
    [
        ("secretary_brussels", ["Petrit P", "Nora Chair"]),
        ("chair_kosovo", ["Petrit P"]),
        ("chair_nato", ["Bea Brussels"]),
    ],
)
def test_the_account_of_a_power_is_touched_with_a_second_word(db, cast, session, kind, who, seconds):
    subject = getattr(cast, who)

    done = act(kind, subject, cast.admin)

    assert done.waits
    assert asked(done) == (seconds[-1:] if kind is MandateKind.PASSWORD else seconds)  # of a link, the own side alone
    assert told(db, f"mandate:{done.mandate.id}:asked") == sorted(one.email for one in done.mandate.asked)
    assert (subject.password_hash, db.scalars(select(PasswordLink)).all()) == (HASH, [])


@pytest.mark.parametrize("kind", [MandateKind.PASSWORD, MandateKind.FACTORS, MandateKind.REOPEN, MandateKind.CLOSE])
def test_the_account_of_anybody_else_takes_one_persons_word(db, cast, session, kind):
    done = act(kind, cast.delegate_nato, cast.admin, "")

    assert done.mandate is None
    assert db.scalars(select(Mandate)).all() == []


def test_a_closed_power_keeps_its_guard(db, cast, session):
    accounts.close(cast.chair_nato, by=cast.admin, at=AT)

    assert act(MandateKind.REOPEN, cast.chair_nato, cast.admin).waits
    assert not cast.chair_nato.active


def test_where_a_side_has_nobody_left_the_other_secretary_gives_the_word(db, cast, session):
    accounts.close(cast.secretary_brussels, by=cast.admin, at=AT)

    assert asked(act(MandateKind.PASSWORD, cast.chair_nato, cast.admin)) == ["Petrit P"]


def test_whoever_has_no_password_yet_is_not_asked(db, cast, session):
    cast.chair_nato.password_hash = None
    db.flush()

    assert asked(act(MandateKind.PASSWORD, cast.secretary_brussels, cast.admin)) == ["Petrit P"]


def test_any_account_is_closed_at_once_by_the_admin_and_that_is_told(db, cast, session):
    done = act(MandateKind.CLOSE, cast.chair_nato, cast.admin, "")

    assert (done.mandate.is_in_force, done.mandate.second, cast.chair_nato.active) == (True, None, False)
    both = [cast.secretary_brussels.email, cast.secretary_prishtina.email]
    assert told(db, f"mandate:{done.mandate.id}:in force") == both


def test_a_focal_point_closes_no_co_chair_alone(db, cast, session):
    done = act(MandateKind.CLOSE, cast.chair_kosovo, cast.focal_kosovo)

    assert (done.waits, asked(done), cast.chair_kosovo.active) == (True, ["Petrit P"], True)


# Who is handed the link, where no mail brings it

NOBODY_BUT_ITS_SECRETARY = {  # of which sides, in each of these
    "nobody": {"nato", "kosovo"},
    "heads": set(),
    "focal point": {"nato"},
    "alternate": {"nato"},
}
LEADING = {
    "nobody": [],
    "heads": [("chair_nato", Capacity.HEAD), ("chair_kosovo", Capacity.HEAD)],
    "focal point": [("focal_kosovo", Capacity.FOCAL_POINT)],
    "alternate": [("delegate_kosovo", Capacity.ALTERNATE)],
}


def sat(db, cast, leading):
    made = walk.plan(db, cast)
    for who, capacity in LEADING[leading]:
        walk.seat(db, cast, made, getattr(cast, who), capacity)
    db.commit()


@pytest.mark.parametrize(
    ("leading", "second", "bearer"),
    [
        ("heads", "chair_kosovo", "chair_kosovo"),
        ("focal point", "secretary_brussels", "focal_kosovo"),
        ("alternate", "secretary_brussels", "delegate_kosovo"),
        ("nobody", "secretary_brussels", "admin"),
    ],
)
def test_a_secretarys_link_is_in_the_hands_of_its_own_side_else_of_who_asked(db, cast, leading, second, bearer):
    sat(db, cast, leading)
    waits = act(MandateKind.PASSWORD, cast.secretary_prishtina, cast.admin).mandate

    link = mandates.confirm(waits, by=getattr(cast, second), **HOW).link

    assert link.handed_to is getattr(cast, bearer)


@pytest.mark.parametrize("leading", LEADING)
@pytest.mark.parametrize("of", ["elsewhere", "nato", "kosovo"])
def test_no_link_into_an_account_of_a_party_is_ever_in_the_hands_of_the_other(db, cast, leading, of):
    """Whoever of its people it is for, whoever asks and whoever agrees; an admin who is of a Party is no exception."""
    sat(db, cast, leading)
    cast.admin.organisation = getattr(cast, of)
    secretary = {"standing": AccountState.SECRETARY}
    parties, refused, found = (cast.nato, cast.kosovo), [], []
    whom = [one for one in db.scalars(select(Person)).all() if one.organisation in parties and one is not cast.admin]
    orders = [
        Order(kind, one, **more)
        for one in whom
        for kind, more in ((MandateKind.PASSWORD, {}), (MandateKind.PARTICULARS, secretary))
    ]
    for order in orders:
        for number in range(4):
            with db.begin_nested() as undone:
                try:
                    done = mandates.act(order, "As agreed.", by=cast.admin, **HOW)
                    seconds = done.mandate.asked if done.waits else []
                    if number < len(seconds):
                        done = mandates.confirm(done.mandate, by=seconds[number], **HOW)
                    found += [(done.link.person.organisation, done.link.handed_to)] if done.link else []
                except Refused as no:
                    refused.append(str(no))
                undone.rollback()

    assert {holder.organisation for party, holder in found if party is cast.nato} <= {cast.nato, cast.elsewhere}
    assert {holder.organisation for party, holder in found if party is cast.kosovo} <= {cast.kosovo, cast.elsewhere}
    assert len(found) > 10
    others = {"nato": {"kosovo"}, "kosovo": {"nato"}, "elsewhere": set()}[of]
    assert any("nobody here may be handed it" in one for one in refused) == bool(
        others & NOBODY_BUT_ITS_SECRETARY[leading]
    )


def test_an_admins_link_is_in_no_secretarys_hands(db, cast):
    other = Person(
        email="b@x.example", given_name="B", family_name="B", organisation=cast.elsewhere, standing=AccountState.ADMIN,
        password_hash=HASH,
    )  # fmt: skip
    db.add(other)
    db.commit()
    waits = act(MandateKind.PASSWORD, cast.admin, other).mandate

    assert mandates.confirm(waits, by=cast.secretary_brussels, **HOW).link.handed_to is other


def test_with_a_mail_server_nobody_is_handed_anything(db, cast, session):
    by_mail = {"at": AT, "links": Links(secret="s" * 32, by_hand=False)}
    waits = mandates.act(Order(MandateKind.PASSWORD, cast.chair_nato), "Lost.", by=cast.admin, **by_mail).mandate

    assert mandates.confirm(waits, by=cast.secretary_brussels, **by_mail).link.handed_to is None


# Particulars


def revised(cast, who, by=None, why="As agreed.", **new):
    given = {"email": who.email, "organisation": who.organisation, "standing": who.standing} | new
    order = mandates.revision(who, **given)
    rest = {"given_name": who.given_name, "family_name": who.family_name, "function": "New", "rank": who.rank}
    return mandates.revise(who, order, why, base=who.version, by=by or cast.admin, **HOW, **rest)


@pytest.mark.parametrize("standing", [AccountState.SECRETARY, AccountState.ADMIN])
def test_a_standing_role_is_given_by_the_word_of_either_secretary(db, cast, session, standing):
    done = revised(cast, cast.delegate_nato, standing=standing)

    assert (asked(done), cast.delegate_nato.standing, cast.delegate_nato.function) == (
        ["Bea Brussels", "Petrit P"],
        AccountState.NONE,
        "New",
    )


def test_whoever_comes_to_power_begins_anew(db, cast, session):
    """Who has got into the account before, with a password or a link of its own, stays outside."""
    who = cast.delegate_nato
    before = accounts.make_link(who, by=cast.admin, secret=LINKS.secret, by_hand=True, at=AT)
    db.add(Factor(kind=second_factors.FactorKind.AUTHENTICATOR, name="Telephone", seed="seed", added_at=AT, person=who))
    waits = revised(cast, who, standing=AccountState.SECRETARY).mandate

    done = mandates.confirm(waits, by=cast.secretary_prishtina, **HOW)

    assert (who.standing, who.password_hash, before.opens(AT), list(factors.of(who))) == (
        AccountState.SECRETARY,
        None,
        False,
        [],
    )
    assert (done.link.made_by, done.link.opens(AT)) == (cast.secretary_prishtina, True)
    assert done.link.handed_to is cast.secretary_brussels  # of the account's own side, which the second person is not


def test_another_address_of_a_power_takes_a_second_word_and_the_old_one_is_told(db, cast, session):
    done = revised(cast, cast.chair_nato, email="elsewhere@nato.example")
    assert (done.waits, cast.chair_nato.email) == (True, "chair.nato@nato.example")

    mandates.confirm(done.mandate, by=cast.secretary_brussels, **HOW)

    assert (cast.chair_nato.email, cast.chair_nato.password_hash) == ("elsewhere@nato.example", HASH)
    assert "chair.nato@nato.example" in [one.address for one in db.scalars(select(Notice))]


def test_an_address_that_somebody_has_taken_meanwhile_is_refused(db, cast, session):
    done = revised(cast, cast.chair_nato, email="elsewhere@nato.example")
    revised(cast, cast.delegate_nato, email="elsewhere@nato.example")

    with pytest.raises(Refused, match="Somebody has this address already"):
        mandates.confirm(done.mandate, by=cast.secretary_brussels, **HOW)


def test_moving_a_power_and_moving_one_back_takes_a_second_word(db, cast, session):
    assert asked(revised(cast, cast.chair_nato, organisation=cast.elsewhere)) == ["Bea Brussels"]
    cast.delegate_kosovo.organisation = cast.elsewhere
    walk.seat_of(db, session, cast.delegate_kosovo).authorised = "Letter 1"
    db.commit()
    assert not access.has_power(cast.delegate_kosovo)

    assert asked(revised(cast, cast.delegate_kosovo, organisation=cast.kosovo)) == ["Petrit P", "Kaltrina Chair"]


def test_other_particulars_of_a_power_take_none(db, cast, session):
    assert revised(cast, cast.chair_nato).mandate is None
    assert cast.chair_nato.function == "New"


def test_what_changed_meanwhile_is_not_put_in_force(db, cast, session):
    done = act(MandateKind.PASSWORD, cast.chair_nato, cast.admin)
    cast.chair_nato.password_hash = "another"
    db.commit()

    with pytest.raises(Stale):
        mandates.confirm(done.mandate, by=cast.secretary_brussels, **HOW)


# What one person does alone is seen

ALONE = {
    "link": lambda cast, who, by: act(MandateKind.PASSWORD, who, by, ""),
    "second factors": lambda cast, who, by: act(MandateKind.FACTORS, who, by, ""),
    "close": lambda cast, who, by: act(MandateKind.CLOSE, who, by, ""),
    "open again": lambda cast, who, by: act(MandateKind.REOPEN, who, by, ""),
    "address": lambda cast, who, by: revised(cast, who, by, email="elsewhere@x.example"),
    "out of the Party": lambda cast, who, by: revised(cast, who, by, organisation=cast.elsewhere),
    "into the other": lambda cast, who, by: revised(cast, who, by, organisation=cast.nato),
}


def who_is_told(db):
    found = [(one.dispatch.kind, one.address) for one in db.scalars(select(Notice)).all()]
    return {address for kind, address in found if kind == NoticeKind.DONE_ALONE}, {
        address for kind, address in found if kind in (NoticeKind.ACCOUNT, NoticeKind.LEFT, NoticeKind.INVITATION)
    }


@pytest.mark.parametrize("name", ALONE)
@pytest.mark.parametrize("by", ["admin", "focal_kosovo"])
@pytest.mark.parametrize("seated", [True, False])
def test_the_person_and_both_secretaries_are_told_of_what_one_does_to_an_account_of_a_party(
    db, cast, session, name, by, seated
):
    """A seat that is not there yet may be given later, to the account as it is by then."""
    who = cast.delegate_kosovo
    before = who.email
    if not seated:
        walk.seat_of(db, session, who).withdraw(by=cast.secretary_prishtina, at=AT)
        db.commit()

    done = ALONE[name](cast, who, getattr(cast, by))

    assert done.mandate is None
    assert who_is_told(db) == ({cast.secretary_brussels.email, cast.secretary_prishtina.email}, {before, who.email})
    db.commit()
    for reader in (cast.secretary_brussels, cast.secretary_prishtina):
        rows = db.scalars(log_view.rows(access.standing(reader, AT), noun="people")).all()
        assert (getattr(cast, by).id, who.id) in {(row.by_id, row.thing_id) for row in rows}


@pytest.mark.parametrize(
    ("by", "organisation", "both"),
    [
        ("admin", "nato", True),
        (None, "nato", True),
        ("secretary_brussels", "nato", False),
        ("admin", "university", False),
    ],
)
def test_whom_somebody_enters_for_a_side_that_is_not_the_own_both_secretaries_are_told(
    db, cast, by, organisation, both
):
    made = Person(email="x@x.example", given_name="Xenia", family_name="X", organisation=getattr(cast, organisation))
    db.add(made)
    db.flush()

    mandates.tell_entered(made, by=by and getattr(cast, by), at=AT)

    secretaries, _ = who_is_told(db)
    assert secretaries == ({cast.secretary_brussels.email, cast.secretary_prishtina.email} if both else set())
    assert all("Xenia X, NATO, x@x.example" in one.body for one in db.scalars(select(Notice)))


def test_of_an_account_of_no_party_the_person_alone_is_told(db, cast):
    for name in ("link", "second factors", "close", "open again", "address"):
        ALONE[name](cast, cast.outsider, cast.admin)

    secretaries, person = who_is_told(db)
    assert (secretaries, person) == (set(), {"outsider@elsewhere.example", "elsewhere@x.example"})


def test_what_changes_no_account_is_told_to_nobody(db, cast, session):
    assert revised(cast, cast.delegate_kosovo).mandate is None
    assert cast.delegate_kosovo.function == "New"
    assert who_is_told(db) == (set(), set())


@pytest.mark.parametrize("capacity", [Capacity.MEMBER, Capacity.INTERPRETER])
def test_into_a_party_where_papers_are_open_to_the_person_it_takes_that_partys_word(db, cast, capacity):
    """Whoever knew the account meanwhile does not come in with it."""
    made, who = walk.plan(db, cast), cast.delegate_kosovo
    walk.seat(db, cast, made, who, capacity)
    db.commit()
    revised(cast, who, organisation=cast.elsewhere)
    assert not access.holds_papers(who)

    done = revised(cast, who, organisation=cast.kosovo)
    assert (asked(done), who.organisation) == (["Petrit P"], cast.elsewhere)

    mandates.confirm(done.mandate, by=cast.secretary_prishtina, **HOW)
    assert (who.organisation, access.holds_papers(who), who.password_hash) == (cast.kosovo, True, None)


def test_into_a_party_where_nothing_is_open_to_the_person_it_takes_none_and_is_told(db, cast):
    made, who = walk.plan(db, cast), cast.delegate_kosovo
    walk.seat(db, cast, made, who, Capacity.MEMBER, accredited=False)
    db.commit()
    revised(cast, who, organisation=cast.elsewhere)

    assert revised(cast, who, organisation=cast.kosovo).mandate is None
    assert len([one for one in db.scalars(select(Notice)) if one.dispatch.kind == NoticeKind.DONE_ALONE]) == 4


# Voices


def test_a_written_authority_takes_the_secretary_and_the_head(db, cast, session):
    seat, word = walk.seat_of(db, session, cast.delegate_kosovo), {"word": True, "base": None, **HOW}
    first = mandates.authorise(seat, "Letter 7", by=cast.secretary_prishtina, **word)
    assert (asked(first), seat.is_entitled) == (["Kaltrina Chair"], False)
    mandates.withdraw(first.mandate, by=cast.secretary_prishtina, at=AT)
    second = mandates.authorise(seat, "Letter 7", by=cast.chair_kosovo, **word)
    assert asked(second) == ["Petrit P"]

    mandates.confirm(second.mandate, by=cast.secretary_prishtina, **HOW)

    assert (seat.authorised, seat.is_entitled) == ("Letter 7", True)
    key = f"mandate:{second.mandate.id}"
    assert told(db, f"{key}:person") == [cast.delegate_kosovo.email]
    assert told(db, f"{key}:in force") == [cast.secretary_brussels.email, cast.secretary_prishtina.email]
    assert mandates.authorise(seat, "", by=cast.secretary_prishtina, **word).mandate is None
    assert not seat.is_entitled


@pytest.mark.parametrize(
    ("capacity", "by", "alone"),
    [
        (Capacity.ALTERNATE, "secretary_brussels", False),
        (Capacity.ALTERNATE, "chair_nato", True),
        (Capacity.FOCAL_POINT, "secretary_brussels", False),
        (Capacity.ADVISER, "secretary_brussels", True),
    ],
)
def test_who_names_a_voice_does_not_accredit_it_alone(db, cast, session, capacity, by, alone):
    who = Person(email="x@nato.example", given_name="Xenia", family_name="X", organisation=cast.nato)
    db.add(who)
    delegation = walk.sessions_delegation(db, session, cast.nato)
    seat = acts.nominate(delegation, who, capacity, by=getattr(cast, by), at=AT)
    db.commit()

    done = mandates.accredit(seat, base=seat.version, by=cast.secretary_brussels, **HOW)

    assert (seat.is_accredited, done.waits) == (alone, not alone)
    if not alone:
        assert asked(done) == ["Nora Chair"]
        mandates.confirm(done.mandate, by=cast.chair_nato, **HOW)
        assert seat.is_accredited


def test_the_first_head_of_a_side_takes_the_other_secretary(db, cast):
    made = walk.plan(db, cast)
    seat = walk.seat(db, cast, made, cast.chair_nato, Capacity.HEAD, accredited=False)

    done = mandates.accredit(seat, base=None, by=cast.secretary_brussels, **HOW)

    assert (asked(done), seat.is_accredited) == (["Petrit P"], False)


# Set-up


def test_while_no_secretary_has_come_in_one_sets_up_alone_on_record(db, cast):
    for one in (cast.secretary_brussels, cast.secretary_prishtina):
        one.standing, one.password_hash = AccountState.NONE, None
    db.commit()

    done = revised(cast, cast.secretary_brussels, standing=AccountState.SECRETARY, why="")

    assert (done.waits, cast.secretary_brussels.standing) == (False, AccountState.SECRETARY)
    db.commit()
    rows = db.execute(select(LogEntry.verb, LogEntry.by_id).where(LogEntry.noun == "mandates")).all()
    assert rows == [("set up alone: particulars", cast.admin.id)]


def test_who_closes_a_secretarys_account_does_not_make_the_next_one_alone(db, cast):
    act(MandateKind.CLOSE, cast.secretary_brussels, cast.admin, "")

    assert asked(revised(cast, cast.delegate_nato, standing=AccountState.SECRETARY)) == ["Petrit P"]


def test_who_closes_both_has_nobody_to_ask_and_nothing_done(db, cast):
    for one in (cast.secretary_brussels, cast.secretary_prishtina):
        act(MandateKind.CLOSE, one, cast.admin, "")

    with pytest.raises(Refused, match="Nobody can give the second word"):
        revised(cast, cast.delegate_nato, standing=AccountState.SECRETARY)


# Once, and seen


def test_the_same_is_proposed_once_and_again_after_a_week(db, cast, session):
    act(MandateKind.PASSWORD, cast.chair_nato, cast.admin)

    with pytest.raises(Refused, match="was proposed already"):
        act(MandateKind.PASSWORD, cast.chair_nato, cast.admin)
    later = mandates.act(
        Order(MandateKind.PASSWORD, cast.chair_nato), "Anew.", by=cast.admin, at=AT + 7 * DAY, links=LINKS
    )
    assert later.waits


def test_the_proposer_is_told_that_it_was_declined_and_nobody_is_asked_any_more(db, cast, session):
    waits = act(MandateKind.PASSWORD, cast.secretary_brussels, cast.admin).mandate

    mandates.decline(waits, "She told me nothing.", by=cast.chair_nato, at=AT + HOUR)

    assert told(db, f"mandate:{waits.id}:declined") == [cast.admin.email]
    open_ = [n for n in db.scalars(select(Notice)) if n.dispatch.kind == NoticeKind.MANDATE and n.is_waiting]
    assert [n.recipient for n in open_] == [cast.admin]


def test_every_door_to_an_account_or_a_voice_leads_through_here():
    """Nothing else calls what gives or touches a power."""
    calls = re.compile(r"\.(accredit|authorise|reset_factors|revise_person|close_account|reopen|appoint|make_link)\(")
    found = {
        (str(path.relative_to(DIALOGUE)), hit)
        for path in DIALOGUE.rglob("*.py")
        if "_tree" not in path.parts
        for hit in calls.findall(path.read_text())
    }

    here = {("actions/mandates.py", hit) for hit in calls.findall((DIALOGUE / "actions/mandates.py").read_text())}
    assert found - here == {
        ("actions/accounts.py", "reopen"),
        ("actions/departures.py", "authorise"),  # the verb of the noun, under the act that is called here
        ("web/links.py", "make_link"),  # for whoever is entered at that moment
        ("web/participants.py", "accredit"),  # of this module
        ("web/participants.py", "authorise"),
        ("web/decisions/drafts.py", "reopen"),  # of texts
        ("web/minutes/approvals.py", "reopen"),
    }
