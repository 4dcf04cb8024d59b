"""The brief's nine recommendations as entries of their tracks, told in moves before and after the last session."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from sqlalchemy.orm import Session as Db
from sqlalchemy.orm import scoped_session

from dialogue.actions import tracks as acts
from dialogue.domain import tracks
from dialogue.domain.agenda import Agenda
from dialogue.domain.decisions import DraftDecision
from dialogue.domain.editions import Level
from dialogue.domain.followups import FollowUp
from dialogue.domain.minutes import Minutes
from dialogue.domain.people import Person
from dialogue.domain.sessions import ZONE, Session
from dialogue.domain.tracks import TRACKS, Offered, Reason, Target, TrackEntry
from seeds.cast import Cast


class Teller(Protocol):
    """Who tells the story of `seeds/demo.py`."""

    db: scoped_session[Db]
    cast: Cast
    today: dt.datetime

    def ago(self, **span: float) -> dt.datetime: ...
    def keep(self, *things: object) -> None: ...


@dataclass(frozen=True)
class Move:
    """To which stage, how many days ago; `evidence` where there is any; `values` that are written before it moves."""

    stage: str
    ago: int
    note: str
    evidence: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Point:
    asked: str
    answer: str = ""
    ago: int = 0
    outcome: str = ""
    reported: str = ""


@dataclass(frozen=True)
class Entry:
    """An entry as it came to where it stands; `side`: whose it is, and by whom it is told."""

    track: str
    title: str
    text: str
    side: str
    begun: int  # days ago
    next_step: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    moves: tuple[Move, ...] = ()
    points: tuple[Point, ...] = ()
    level: Level = Level.DELEGATIONS


OF_THE_ASSEMBLY = (
    Entry(
        "parliamentary-assembly",
        "Access to programmes and interoperability of the KSF",
        "The delegation asks the Assembly to speak for wider access of Kosovo to NATO programmes, and for the "
        "interoperability of the Kosovo Security Force.",
        "kosovo",
        330,
        "Written reaction to be reminded of through the Assembly’s secretariat.",
        {
            "committee": "Political Committee",
            "sitting": "Spring session",
            "recommendation": "Policy recommendation 493",
            "expected": "*70",
        },
        (
            Move("drafted", 320, "First draft with the delegation."),
            Move("adopted in committee", 270, "Adopted with two amendments.", "Summary record of the committee"),
            Move("adopted by the plenary", 215, "Adopted.", "Text as adopted by the plenary"),
            Move("reaction expected", 190, "Sent to the Secretary General with the other texts of the session."),
        ),
        (
            Point("Expand access for Kosovo to NATO programmes."),
            Point("Enhance the interoperability of the Kosovo Security Force."),
        ),
    ),
    Entry(
        "parliamentary-assembly",
        "Structured dialogue with Kosovo",
        "The text supports the creation of structured formats of dialogue.",
        "kosovo",
        300,
        "Analysis of the reaction, for the next session.",
        {
            "committee": "Political Committee",
            "sitting": "Spring session",
            "recommendation": "Policy recommendation 495",
            "expected": "*120",
            "reaction": "Comments of the Secretary General, text by text",
        },
        (
            Move("drafted", 290, "Drafted together with two other delegations."),
            Move("adopted in committee", 262, "Adopted unanimously.", "Summary record of the committee"),
            Move("adopted by the plenary", 214, "Adopted.", "Text as adopted by the plenary"),
            Move("reaction expected", 180, "Sent to the Secretary General."),
            Move("reaction received", 9, "The comments came in, text by text.", "Comments of the Secretary General"),
        ),
        (
            Point(
                "Support the creation of structured dialogue formats.",
                "The comments welcome regular political consultations, and leave their form to the two sides.",
                9,
                "To be taken up under the review of cooperation.",
            ),
            Point("Invite Kosovo to briefings on the security of the Western Balkans."),
        ),
    ),
    Entry(
        "parliamentary-assembly",
        "Silence procedure for technical cooperation",
        "A first idea for the autumn session.",
        "kosovo",
        40,
        "Sponsors to be found among supportive delegations.",
    ),
    Entry(
        "parliamentary-assembly",
        "Resilience of communities in the Western Balkans",
        "The text asks that what was learned after the conflict be shared with Allies and partners.",
        "kosovo",
        280,
        "Exchange at the next session.",
        {
            "committee": "Committee on Democracy and Security",
            "sitting": "Spring session",
            "recommendation": "Policy recommendation 497",
            "reaction": "Comments of the Secretary General, text by text",
        },
        (
            Move("drafted", 270, "First draft."),
            Move("adopted in committee", 261, "Adopted.", "Summary record of the committee"),
            Move("adopted by the plenary", 214, "Adopted.", "Text as adopted by the plenary"),
            Move("reaction expected", 180, "Sent to the Secretary General."),
            Move("reaction received", 100, "The comments came in.", "Comments of the Secretary General"),
            Move("analysed", 60, "Both points can be taken up with the Centres of Excellence."),
        ),
        (
            Point(
                "Share lessons of community resilience with Allies and partners.",
                "The comments welcome the experience, and name the resilience objectives as the framework for it.",
                100,
                "An item for the next session.",
            ),
            Point(
                "Open courses on civil preparedness to officials of municipalities.",
                "Places can be asked for through the partnership tools.",
                100,
            ),
        ),
    ),
)
OF_THE_DIALOGUE = (
    Entry(
        "high-level-dialogue",
        "Two sessions a year, one in Brussels and one in Prishtina",
        "The rhythm of the dialogue, with its alternation.",
        "kosovo",
        400,
        "Review after the next session.",
        {"rhythm": "every half-year", "review": "-200"},
        (
            Move("agreed", 380, "Both sides agree to meet every half-year, in turn."),
            Move("in use", 198, "First session held.", "Minutes of the first session"),
        ),
    ),
    Entry(
        "high-level-dialogue",
        "A co-host from civil society or academia for each session",
        "An organisation or an institution as host or co-organiser, which helps with sensitivities about status.",
        "nato",
        350,
        "University engaged for the next session.",
        {"rhythm": "each session", "review": "-150"},
        (
            Move("agreed", 330, "Agreed for a first year."),
            Move("in use", 198, "The first co-host took part in the open session.", "Memorandum with the institute"),
            Move("reviewed", 14, "Reviewed in the margins of the last session.", "Note of the secretaries"),
        ),
    ),
)
OF_CENTRES = (
    Entry(
        "centre-of-excellence",
        "A Centre for post-conflict community resilience",
        "A Centre in a field in which Kosovo has practical experience, open to Allies and partners.",
        "kosovo",
        260,
        "A Framework Nation has to be found among the Allies.",
        {"theme": "post-conflict community resilience"},
    ),
    Entry(
        "centre-of-excellence",
        "A Centre for women, peace and security",
        "Expertise and training on women, peace and security.",
        "kosovo",
        120,
        "Concept paper to be shown to two more Allies.",
        {"theme": "women, peace and security", "framework-nation": "Albania"},
        (
            Move(
                "Framework Nation found",
                11,
                "One Ally is ready to act as Framework Nation.",
                "Letter of the Ally’s ministry",
            ),
        ),
        level=Level.SECRETARIAT,
    ),
    Entry(
        "centre-of-excellence",
        "A Centre for search and rescue",
        "Search and rescue after earthquakes and floods, with teams that have served abroad.",
        "kosovo",
        200,
        "Answer of the Allied Command Transformation.",
        {"theme": "search and rescue"},
        (
            Move(
                "Framework Nation found",
                150,
                "One Ally will act as Framework Nation.",
                "Letter of the Ally’s ministry",
                {"framework-nation": "Slovenia"},
            ),
            Move(
                "concept submitted",
                45,
                "The concept went to the Command by the Framework Nation.",
                "Letter of transmission",
                {"no-cost": "yes", "no-duplication": "yes", "standards": "yes"},
            ),
        ),
    ),
    Entry(
        "centres-affiliation",
        "Cooperative Cyber Defence Centre of Excellence",
        "Resilience against cyber threats. One of the three Centres named as priorities.",
        "kosovo",
        240,
        "Answer of the steering committee.",
        {
            "host": "Estonia",
            "contact": "The Centre’s office for partners",
            "status": "observer",
        },
        (
            Move("contact", 200, "First talk with the Centre.", "Note of the talk", {"last-contact": "*200"}),
            Move(
                "consent asked",
                110,
                "The steering committee was asked for observer status.",
                "Letter to the chair",
                {"last-contact": "*110"},
            ),
        ),
    ),
    Entry(
        "centres-affiliation",
        "Energy Security Centre of Excellence",
        "Support for the protection of critical infrastructure.",
        "kosovo",
        240,
        "Letter to the steering committee.",
        {"host": "Lithuania", "contact": "The Centre’s office for education"},
        (
            Move(
                "contact",
                12,
                "Points of contact exchanged, as the last session asked.",
                "E-mail of the Centre",
                {"last-contact": "*12"},
            ),
        ),
    ),
    Entry(
        "centres-affiliation",
        "Strategic Communications Centre of Excellence",
        "Answers to disinformation and hybrid threats.",
        "kosovo",
        240,
        "A first talk.",
        {"host": "Latvia"},
    ),
    *(
        Entry("centres-affiliation", title, text, "kosovo", 30, values={"host": host})
        for title, host, text in (
            ("Counter-Improvised Explosive Devices Centre of Excellence", "Spain", "Counter-IED."),
            ("Defence Against Terrorism Centre of Excellence", "Türkiye", "Defence against terrorism."),
            ("Civil-Military Cooperation Centre of Excellence", "Netherlands", "Civil-military cooperation."),
            ("Military Medicine Centre of Excellence", "Hungary", "Medical capabilities of the KSF."),
        )
    ),
    Entry(
        "centres-affiliation",
        "Crisis Management and Disaster Response Centre of Excellence",
        "Preparedness and interoperability in emergency response.",
        "kosovo",
        430,
        "Names for the next course.",
        {"host": "Bulgaria", "contact": "The Centre’s branch for education"},
        (
            Move("contact", 410, "First talk at a seminar.", "Note of the talk", {"last-contact": "*410"}),
            Move(
                "consent asked",
                380,
                "Participation in courses was asked for.",
                "Letter to the chair",
                {"status": "participation in courses"},
            ),
            Move("consent given", 310, "The steering committee agrees.", "Record of the committee"),
            Move(
                "arrangement signed",
                250,
                "Signed by both.",
                "Technical arrangement",
                {"arrangement": "Technical arrangement on places in courses"},
            ),
            Move(
                "activities",
                120,
                "The first course was attended.",
                "List of participants",
                {
                    "course": "Crisis management for civil and military planners",
                    "course-on": "-48",
                    "took-part": "Two planners of the Emergency Management Agency\nOne officer of the KSF",
                },
            ),
            Move("activities", 25, "Places were confirmed.", "E-mail of the Centre", {"last-contact": "*25"}),
        ),
    ),
)
OF_TOOLS = (
    Entry(
        "partnership-tools",
        "Courses on civil emergency planning",
        "Officials of civilian agencies in courses on civil emergency planning.",
        "kosovo",
        160,
        "Answer to the request.",
        {
            "institution": "Ministry of Internal Affairs",
            "area": "civil emergency planning",
            "benefit-kosovo": "Trained officials, and plans that fit those of neighbours.",
            "benefit-nato": "A partner that needs less support in an emergency.",
            "activity": "PCM-101",
            "year": "2027",
            "programme": "ITPP",
        },
        (
            Move("shortlisted", 90, "On the shortlist of both sides."),
            Move("requested", 30, "Ten places asked for.", "Request of the ministry"),
            Move("under consideration", 8, "The request is being considered, with the decision under silence."),
        ),
    ),
    Entry(
        "partnership-tools",
        "Workshop on building integrity",
        "A need of the ministry that is not on the shortlist yet.",
        "kosovo",
        50,
        "Benefits to both sides to be written down.",
        {"institution": "Ministry of Defence", "area": "education"},
    ),
    Entry(
        "partnership-tools",
        "English for staff officers",
        "Officers who are to serve in staffs with Allies.",
        "kosovo",
        420,
        "A second course, if the evaluation is shared.",
        {
            "institution": "Kosovo Security Force",
            "area": "education",
            "benefit-kosovo": "Officers who can work in a combined staff.",
            "benefit-nato": "Staffs that understand each other without interpreters.",
            "activity": "PCM-201",
            "year": "2026",
            "programme": "IPCP, legacy",
            "participants": "14",
            "evaluation": "Twelve of fourteen reached the level that was aimed at.",
        },
        (
            Move("shortlisted", 400, "On the shortlist of both sides."),
            Move("requested", 380, "Fourteen places asked for.", "Request of the Force"),
            Move("under consideration", 360, "With the International Staff."),
            Move("approved", 330, "Approved for fourteen.", "Letter of approval"),
            Move("attended", 210, "Fourteen officers took part.", "List of participants"),
            Move("evaluated", 150, "Evaluated by the school and by the Force.", "Evaluation report"),
        ),
    ),
    Entry(
        "partnership-tools",
        "Instructors of first aid",
        "Instructors who go on to train their own teams.",
        "kosovo",
        300,
        "Evaluation with the instructors.",
        {
            "institution": "Emergency Management Agency",
            "area": "training",
            "benefit-kosovo": "Own instructors, so that courses go on without help.",
            "benefit-nato": "Teams that can be sent to a neighbour at short notice.",
            "activity": "PCM-301",
            "year": "2026",
            "programme": "ITPP",
            "participants": "9",
        },
        (
            Move("shortlisted", 280, "On the shortlist of both sides."),
            Move("requested", 260, "Nine places asked for.", "Request of the agency"),
            Move("under consideration", 250, "With the International Staff."),
            Move("approved", 220, "Approved.", "Letter of approval"),
            Move("attended", 60, "Nine instructors took part.", "List of participants"),
        ),
    ),
    Entry(
        "partnership-tools",
        "Writing of doctrine",
        "Staff officers who write doctrine in the form that Allies use.",
        "kosovo",
        240,
        "To be asked for again in another year.",
        {
            "institution": "Kosovo Security Force",
            "area": "doctrine development",
            "benefit-kosovo": "Doctrine in a form that Allies read at once.",
            "benefit-nato": "Interoperability on paper before it is needed in the field.",
            "activity": "PCM-401",
            "year": "2026",
            "programme": "ITPP",
        },
        (
            Move("shortlisted", 200, "On the shortlist of both sides."),
            Move("requested", 180, "Four places asked for.", "Request of the Force"),
            Move("under consideration", 170, "With the International Staff."),
            Move("declined", 100, "The course is full; the request may be made again."),
        ),
    ),
    Entry(
        "partnership-tools",
        "Search and rescue in mountains",
        "Teams of the agency and of the Force who train together.",
        "kosovo",
        130,
        "Request to be written.",
        {
            "institution": "Emergency Management Agency",
            "area": "training",
            "benefit-kosovo": "Teams that work by the same signals as their neighbours.",
            "benefit-nato": "Experience of mountains that few Allies have.",
        },
        (Move("shortlisted", 40, "On the shortlist of both sides."),),
    ),
)
OF_EXERCISES = (
    Entry(
        "exercises",
        "Regional exercise on disaster response",
        "From observer roles to active participation in planning and deployment.",
        "kosovo",
        220,
        "Dates of the final planning conference.",
        {"year": "2027", "sought": "staff and planning seats", "initial": "*20", "main": "-70"},
        (Move("observer", 13, "Two observers invited, as decided at the last session.", "Invitation"),),
    ),
    Entry(
        "exercises",
        "Command post exercise of an Ally",
        "Information on an exercise that is open to partners.",
        "nato",
        100,
        "Invitation of observers.",
        {"year": "2027", "sought": "observer"},
    ),
    Entry(
        "exercises",
        "Engineers after an earthquake",
        "Clearing of roads and shoring of buildings, with engineers of three Allies.",
        "kosovo",
        500,
        "A part in the planning of the next one.",
        {"year": "2026", "sought": "unit participation", "initial": "*330", "main": "*240", "final": "*160"},
        (
            Move("observer", 470, "Three observers took part.", "Report of the observers"),
            Move("staff and planning seats", 320, "Two seats in the planning team.", "List of the planning team"),
            Move(
                "unit participation",
                90,
                "A platoon took part from the first day to the last.",
                "Final report of the exercise",
                {
                    "units": "One engineer platoon of the KSF\nOne search and rescue team",
                    "occ": "self-evaluation, level 1",
                    "evaluation": "Met the standard in nine of ten tasks",
                },
            ),
        ),
        (
            Point(
                "Radios of the team could not speak with those of the Allies.",
                "Two sets that can were lent, and a need was entered under the partnership tools.",
                60,
                "To be tried at the regional exercise.",
            ),
            Point("Lists of equipment were in two forms."),
        ),
    ),
)
OF_WORDS = (
    Entry(
        "public-communication",
        "Statement on incidents in the north",
        "What is said in public after incidents, on the basis of what was reported through the channels.",
        "kosovo",
        25,
        "Clearance by the lead authority.",
        {
            "subject": "Security incidents",
            "lead": "National Security Council",
            "with": "The spokesperson of the other side",
        },
        (
            Move("checked", 20, "Claims checked against the reports."),
            Move("coordinated", 10, "Coordinated between the spokespersons."),
        ),
        (
            Point("One incident was established.", "Report of the police, three pages.", 23, reported="yes"),
            Point("KFOR was informed the same day.", "Note of the liaison officer.", 22, reported="yes"),
        ),
    ),
    Entry(
        "public-communication",
        "Message on the role of KFOR",
        "That KFOR guarantees security, in the words of both sides.",
        "nato",
        130,
        "",
        {
            "subject": "KFOR",
            "lead": "NATO spokesperson",
            "with": "Office of the President",
            "measured": "yes",
            "evidenced": "yes",
            "kfor": "yes",
        },
        (
            Move("checked", 126, "Checked."),
            Move("coordinated", 124, "Coordinated."),
            Move("cleared", 122, "Cleared.", "Note of clearance"),
            Move("issued", 121, "Issued.", "Press release"),
            Move("logged", 110, "In the monthly log."),
        ),
        (Point("The posture is unchanged.", "Statement of the Alliance.", 128, reported="no"),),
    ),
)
OF_SILENCE = (
    Entry(
        "silence-procedure",
        "Places in courses",
        "Access to training programmes as a technical matter.",
        "kosovo",
        100,
        "Outcome of the round that runs.",
        {
            "category": "places in courses",
            "not-political": "It is about places in courses, not about status.",
            "round": "The single decision on places in courses",
        },
        (
            Move("found suitable", 60, "Both sides find it technical."),
            Move("under silence", 0, "The round was issued today.", "Notice of the round"),
        ),
    ),
    Entry(
        "silence-procedure",
        "Observer participation in Centres of Excellence",
        "Observer seats by silence, once a steering committee has been asked.",
        "kosovo",
        225,
        "The test of eligibility.",
        {"category": "observer seats in Centres of Excellence"},
    ),
)
INSULATED = (
    Entry(
        "military-to-military",
        "Training of medical teams",
        "Capacity building between the KSF and the forces of an Ally.",
        "kosovo",
        140,
        "Dates in spring.",
        {"kind": "capacity building", "place": "Training centre", "begins": "-130"},
        (
            Move("agreed", 100, "Agreed at staff level."),
            Move("planned", 12, "Programme and teams are named."),
        ),
    ),
    Entry(
        "military-to-military",
        "Joint exercise of engineers",
        "Professional exchange of engineers.",
        "nato",
        60,
        "Offer of dates.",
    ),
)
# Of a menu: invented, a code and what its publisher says of it.
ACTIVITIES = (
    ("PCM-101", "Civil emergency planning for officials", "civil emergency planning", "Officials", "Basic"),
    ("PCM-102", "Planning for floods across a border", "civil emergency planning", "Planners", "Advanced"),
    ("PCM-201", "English for staff officers", "education", "Officers", "Basic"),
    ("PCM-202", "Ethics and leadership", "education", "Officers and officials", "Basic"),
    ("PCM-301", "Instructors of first aid", "training", "Instructors", "Advanced"),
    ("PCM-302", "Search and rescue in mountains", "training", "Teams", "Advanced"),
    ("PCM-401", "Writing of doctrine", "doctrine development", "Staff officers", "Basic"),
    ("PCM-501", "Observers at a table-top exercise", "exercises", "Observers", "Basic"),
)
ON_THE_LIST = ("delegate_nato", "delegate_kosovo", "alternate_kosovo")


# Which items of the demonstration's agendas came from which entries, by the public titles of the items.
CAME_FROM = (
    ("partnership-tools", 1, "Partnership tools"),
    ("exercises", 1, "Joint exercises"),
    ("public-communication", 1, "Public communication"),
    ("centres-affiliation", 1, "Centres of Excellence"),
    ("parliamentary-assembly", 4, "Community resilience"),
)
# What became of single points of texts of the Assembly: the point, and the follow-up of the first session.
FOLLOWED = ((1, 1, 3), (4, 2, 3))


def plant(story: Teller) -> None:
    """The open tracks by the two secretaries, the compartment by its own people."""
    secretaries = {side: story.cast[f"secretary_{side}"] for side in ("nato", "kosovo")}
    for entry in (
        *OF_THE_ASSEMBLY,
        *OF_THE_DIALOGUE,
        *OF_CENTRES,
        *OF_TOOLS,
        *OF_EXERCISES,
        *OF_WORDS,
        *OF_SILENCE,
    ):
        _tell(story, entry, secretaries)
    _menu(story, secretaries["kosovo"])
    track = TRACKS["military-to-military"]
    for name in ON_THE_LIST:
        acts.admit(track, story.cast[name], by=None, at=story.ago(days=200))
        story.db.flush()
    for entry in INSULATED:
        _tell(story, entry, {"nato": story.cast["delegate_nato"], "kosovo": story.cast["delegate_kosovo"]})


def _menu(story: Teller, by: Person) -> None:
    """As its list of a while ago had it; one of its lines was not taken in."""
    names = ("code", "title", "area", "audience", "stage")
    offered = [Offered(**dict(zip(names, one, strict=True)), year=story.today.year + 1) for one in ACTIVITIES]
    left_out = [Reason(10, "It lacks: %(names)s.", {"names": "title"})]
    at = story.ago(days=45)
    acts.take_in(TRACKS["partnership-tools"], offered, left_out, listed_on=story.ago(days=60).date(), by=by, at=at)
    story.db.flush()


def on_agenda(story: Teller, agenda: Agenda) -> None:
    """Say of the items which entries they came from, once."""
    for slug, number, title in CAME_FROM:
        entry = story.db.scalars(tracks.by_number(slug, number)).unique().one()
        there = {one.item_key for one in story.db.scalars(tracks.of_entry(entry))}
        for item in agenda.all_items:
            if item.public_title == title and item.key not in there:
                by = story.cast["secretary_kosovo"]
                story.keep(tracks.link(entry, item, (), by=by, at=item.requested_at))


def followed(story: Teller, session: Session) -> None:
    """Say which follow-ups of the session come from which points, and what of it was decided."""
    for number, nth, followup in FOLLOWED:
        entry = story.db.scalars(tracks.by_number("parliamentary-assembly", number)).unique().one()
        point = next(one for one in entry.points if one.number == nth)
        done = story.db.query(FollowUp).filter_by(session_id=session.id, number=followup).one()
        for target in (Target(followup_id=done.id), Target(decision_id=done.decision_id)):
            by = story.cast["secretary_kosovo"]
            acts.connect(entry, target, session, point=point, by=by, at=story.ago(days=50))
            story.db.flush()


def cited(story: Teller, session: Session) -> None:
    """The paragraph on resilience of the first session's minutes refers to the talk with a Centre."""
    minutes = story.db.query(Minutes).filter_by(session_id=session.id).one()
    last = minutes.paragraphs()[3]
    _connect(story, "centres-affiliation", 2, Target(paragraph_id=last.id), session)


def drafted(story: Teller, draft: DraftDecision) -> None:
    """The decision on places in courses is what the register of silence has first."""
    _connect(story, "silence-procedure", 1, Target(draft_id=draft.id), draft.session)


def _connect(story: Teller, slug: str, number: int, target: Target, session: Session) -> None:
    entry = story.db.scalars(tracks.by_number(slug, number)).unique().one()
    by = story.cast["secretary_kosovo"]
    acts.connect(entry, target, session, point=None, by=by, at=story.ago(days=1))
    story.db.flush()


def _tell(story: Teller, told: Entry, people: Mapping[str, Person]) -> TrackEntry:
    by, other = people[told.side], people["nato" if told.side == "kosovo" else "kosovo"]
    entry = acts.begin(
        TRACKS[told.track],
        title=told.title,
        text=told.text,
        owner=by.organisation,
        next_step=told.next_step,
        level=told.level,
        values={key: _value(story, value) for key, value in told.values.items()},
        by=by,
        at=story.ago(days=told.begun),
    )
    story.keep(entry)
    for point in told.points:
        _ask(story, entry, point, by)
    for move in told.moves:
        _move(story, entry, move, by)
        if entry.stage_name != move.stage:
            _move(story, entry, move, other)
    return entry


def _ask(story: Teller, entry: TrackEntry, told: Point, by: Person) -> None:
    at = story.ago(days=told.ago) if told.answer else entry.edited_at
    point = entry.ask(told.asked, by=by, at=at)
    story.keep(point)
    on = _day(at) if told.answer else None
    words = {"text": told.asked, "answer": told.answer, "outcome": told.outcome, "reported": told.reported}
    point.write(answered_on=on, base=point.version, by=by, at=at, **words)
    story.db.flush()


def _move(story: Teller, entry: TrackEntry, told: Move, by: Person) -> None:
    at = story.ago(days=told.ago)
    if told.values:
        _write(story, entry, told.values, by, at)
    entry.move(told.stage, told.note, on=_day(at), evidence=told.evidence, base=entry.version, by=by, at=at)
    story.db.flush()


def _write(story: Teller, entry: TrackEntry, values: Mapping[str, str], by: Person, at: dt.datetime) -> None:
    kept = {key: one.value for key, one in entry.values.items()}
    words = {name: getattr(entry, name) for name in ("title", "text", "owner", "next_step", "level")}
    written = kept | {key: _value(story, value) for key, value in values.items()}
    entry.revise(**words, values=written, base=entry.version, by=by, at=at)
    story.db.flush()


def _value(story: Teller, told: str) -> str:
    """As it stands; `*12` is the day twelve days ago, `-12` the one in twelve days."""
    if told[:1] in ("*", "-") and told[1:].isdigit():
        return _day(story.today + dt.timedelta(days=int(told[1:]) * (-1 if told[0] == "*" else 1))).isoformat()
    return told


def _day(at: dt.datetime) -> dt.date:
    return at.astimezone(ZONE).date()
