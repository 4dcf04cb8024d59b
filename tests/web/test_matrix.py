"""Who may open what: every route for every role, in the users' words. The table's keys are exactly the URL map's.

A row says what each role is answered; "others" are all it does not name; "nobody" is sent to the sign-in unless the
row says otherwise. The world is the demonstration, and an address is of its next session unless PLACES say otherwise.
Nothing is typed but TYPED: an allowed act answers 303; 422 where something is missing; 409 where it is not time."""

from collections.abc import Callable, Iterator, Mapping

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from dialogue.db import db
from dialogue.domain.agenda import Agenda, AgendaItem
from dialogue.domain.busy import BusyList
from dialogue.domain.changes import SessionChange
from dialogue.domain.delegations import Participant
from dialogue.domain.developments import Development, DevelopmentState
from dialogue.domain.engagements import Engagement
from dialogue.domain.factors import Factor
from dialogue.domain.incoming import IncomingMail
from dialogue.domain.mandates import Mandate
from dialogue.domain.meetings import Meeting, MeetingState
from dialogue.domain.minutes import Minutes, MinutesItem, Paragraph
from dialogue.domain.notices import Dispatch, Notice
from dialogue.domain.organisations import Organisation, OwnDay
from dialogue.domain.password_links import PasswordLink, token
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from dialogue.domain.signins import SignIn
from dialogue.domain.silence import Circulation, ExternalRound
from dialogue.domain.subscriptions import Subscription
from dialogue.domain.tracks import TrackMember, TrackPlacement
from tests.cast import SECRET_KEY
from tests.databases import Postgres, Sqlite
from tests.planted import REFS, ROLES, Planted, planted
from tests.stamps import stamp
from tests.web.browser import submit

Row = Mapping[str, int]
Key = tuple[str, ...]  # method, rule, and for further rows of the same route a word that PLACES_OF knows
ANYBODY_SIGNED_IN = {"others": 200}
EVERYBODY = {"others": 200, "nobody": 200}
# Known but not allowed is 403; for co-hosts and outsiders it does not exist.
FOREIGN = {"adviser": 404, "co-host": 404, "other co-host": 404, "outsider": 404}
SECRETARIES = {"secretary": 200, "others": 403} | FOREIGN
OF_A_SESSION = SECRETARIES | {"admin": 404}
READERS = {"others": 200, "other co-host": 404, "admin": 404, "outsider": 404}
THEIRS = OF_A_SESSION | {"secretary": 403, "focal point": 200}  # one Party's own business, and the other's
OURS = OF_A_SESSION | {"chair": 200}
REGISTER = {"others": 200, "admin": 403} | FOREIGN
ADMINS = {"admin": 200, "others": 403} | FOREIGN
NOT_AT_TABLE = {"secretary": 403, "focal point": 403, "co-host": 404}  # of those who may open the session
# One record of a kind that no page tells the others of: to them it is as unknown as one that there is not.
OF_THE_SECRETARIES = {"secretary": 200, "others": 404}
OF_THE_ADMINS = {"admin": 200, "others": 404}
# What one side has proposed is there for its own people, and for both secretaries.
OF_ONE_SIDE = OF_THE_SECRETARIES | {"focal point": 200, "adviser given more": 403}
IN_THE_REGISTER = REGISTER | {"admin": 404}
KEPT_IN_THE_REGISTER = SECRETARIES | {"admin": 404}
OF_AN_ENGAGEMENT = {"secretary": 200, "chair": 403, "others": 404}

PA = "parliamentary-assembly"
# Of the roles here a delegate alone is on the list: neither secretary, neither chair.
READ_OF_IT = (
    "",
    "/<int:nth>",
    "/papers/<int:number>.pdf",
    "/follow-ups",
    "/follow-ups.docx",
    "/follow-ups/<int:number>",
)
COMPARTMENT: list[tuple[str, str, Row]] = [
    (method, path, {"delegate": status, "others": 404})
    for path, status in (
        ("", 200),
        ("/new", 422),
        ("/<int:nth>", 200),
        ("/<int:nth>/edit", 422),
        ("/<int:nth>/move", 422),
        ("/<int:nth>/points/new", 422),
        ("/list", 422),
        ("/list/<int:listed>/end", 303),
        ("/papers/<int:number>.pdf", 200),
        ("/papers/<int:number>/remove", 303),
        ("/follow-ups", 200),
        ("/follow-ups.docx", 200),
        ("/follow-ups/new", 422),
        ("/follow-ups/<int:number>", 200),
        ("/follow-ups/<int:number>/report", 422),
        ("/follow-ups/<int:number>/assign", 422),
        ("/follow-ups/<int:number>/drop", 422),
        ("/papers", 422),
    )
    for method in ("GET", "POST")
    if (method == "POST") == (path not in READ_OF_IT)
] + [
    ("GET", path, {"delegate": 200, "others": 404})
    for path in ("/new", "/<int:nth>/edit", "/<int:nth>/points/new", "/list", "/papers", "/follow-ups/new")
]
APART: list[tuple[str, str, Row]] = [
    (method, path, IN_THE_REGISTER | {"others": 403} if "<" not in path else {"others": 404})
    for method, path in (
        ("GET", "/papers"),
        ("POST", "/papers"),
        ("GET", "/papers/<int:number>.pdf"),
        ("POST", "/papers/<int:number>/remove"),
        ("GET", "/follow-ups"),
        ("GET", "/follow-ups.docx"),
        ("GET", "/follow-ups/new"),
        ("POST", "/follow-ups/new"),
        ("GET", "/follow-ups/<int:number>"),
        ("POST", "/follow-ups/<int:number>/report"),
        ("POST", "/follow-ups/<int:number>/assign"),
        ("POST", "/follow-ups/<int:number>/drop"),
    )
]
READERS_BEFORE = {"others": 200, "adviser": 404, "co-host": 404, "admin": 404, "outsider": 404}
TOLD = READERS_BEFORE | {"others": 403, "adviser": 403}
CHAIRS = OF_A_SESSION | {"secretary": 403, "chair": 200}
CIRCULATED = OF_A_SESSION | {"others": 200}  # to both delegations: the last minutes have been out for comments
WRITERS = OF_A_SESSION | {"secretary": 403}
MINUTES: list[tuple[str, str, Row]] = [
    ("GET", "", CIRCULATED),
    ("POST", "", OF_A_SESSION | {"secretary": 409}),
    ("GET", ".docx", CIRCULATED),
    ("POST", "/corrigenda", OF_A_SESSION | {"secretary": 409}),
    ("GET", "/signatures", OF_A_SESSION),
    ("POST", "/signatures", OF_A_SESSION | {"secretary": 409}),
    ("POST", "/signatures/<slug:place>", OF_A_SESSION | {"secretary": 422}),
    ("POST", "/scans", OF_A_SESSION | {"secretary": 422}),
    ("GET", "/scans/<int:number>.pdf", {"others": 404}),
    ("GET", "/revisions/<int:rev>", CIRCULATED),
    ("GET", "/revisions/<int:rev>/changes.docx", CIRCULATED),
    ("GET", "/changes", OF_A_SESSION),
    ("GET", "/circulate", OF_A_SESSION),
    ("POST", "/circulate", OF_A_SESSION | {"secretary": 422}),
    ("GET", "/extension", OF_A_SESSION),
    ("POST", "/extension", OF_A_SESSION | {"secretary": 422}),
    ("GET", "/items/<int:item>/comments", CIRCULATED),
    ("POST", "/items/<int:item>/comments", CIRCULATED | {"others": 422, "secretary": 422}),
    ("GET", "/comments", CIRCULATED),
    ("GET", "/comments.docx", CIRCULATED),
    ("GET", "/comments/copy", CIRCULATED),
    ("POST", "/comments/copy", CIRCULATED | {"others": 409, "secretary": 409}),
    ("POST", "/comments/from-copy", CIRCULATED | {"others": 409, "secretary": 409}),
    ("GET", "/commented.docx", CIRCULATED),
    ("GET", "/paragraphs/<int:paragraph>/comments", CIRCULATED),
    ("POST", "/paragraphs/<int:paragraph>/comments", CIRCULATED | {"others": 422, "secretary": 422}),
    ("GET", "/comments/<slug:organisation>/<int:number>", CIRCULATED),
    ("POST", "/comments/<slug:organisation>/<int:number>", WRITERS | {"delegate": 422}),
    ("POST", "/comments/<slug:organisation>/<int:number>/withdraw", WRITERS | {"delegate": 409}),
    ("POST", "/comments/<slug:organisation>/<int:number>/answer", OF_A_SESSION | {"secretary": 422}),
    ("POST", "/no-further-comments", OF_A_SESSION | {"secretary": 409, "chair": 409}),
    ("POST", "/close-comments", OF_A_SESSION | {"secretary": 409}),
    ("GET", "/presence", OF_A_SESSION),
    ("POST", "/presence", OF_A_SESSION | {"secretary": 409}),
    ("GET", "/sign-off", OF_A_SESSION),
    ("POST", "/sign-off", OF_A_SESSION | {"secretary": 409}),
    ("POST", "/reopen", OF_A_SESSION | {"secretary": 409}),
    ("GET", "/final-draft", OF_A_SESSION),
    ("POST", "/final-draft", OF_A_SESSION | {"secretary": 409}),
    ("GET", "/approval", CHAIRS),
    ("POST", "/approval", CHAIRS | {"chair": 409}),
    ("POST", "/return", CHAIRS | {"chair": 422}),
    ("GET", "/releases", OF_A_SESSION),
    ("GET", "/releases/<slug:edition>", OF_A_SESSION | {"secretary": 404}),
    ("POST", "/releases/<slug:edition>", OF_A_SESSION | {"secretary": 409}),
    ("POST", "/conclude", OF_A_SESSION | {"secretary": 409}),
    ("GET", "/items/<int:item>", OF_A_SESSION),
    ("GET", "/items/<int:item>/presence", OF_A_SESSION),
    ("POST", "/items/<int:item>/presence", OF_A_SESSION | {"secretary": 409}),
    ("POST", "/items/<int:item>/paragraphs", OF_A_SESSION | {"secretary": 409}),
    ("POST", "/items/<int:item>/draft", OF_A_SESSION),
    ("POST", "/paragraphs/<int:paragraph>", OF_A_SESSION | {"secretary": 409}),
    ("POST", "/paragraphs/<int:paragraph>/up", OF_A_SESSION | {"secretary": 409}),
    ("POST", "/paragraphs/<int:paragraph>/down", OF_A_SESSION | {"secretary": 409}),
    ("POST", "/paragraphs/<int:paragraph>/move", OF_A_SESSION | {"secretary": 409}),
    ("POST", "/paragraphs/<int:paragraph>/delete", OF_A_SESSION | {"secretary": 409}),
    ("POST", "/paragraphs/<int:paragraph>/draft", OF_A_SESSION),
    ("POST", "/drafts/<int:draft>/discard", OF_A_SESSION | {"secretary": 404}),
]

DRAFT: list[tuple[str, str, Row]] = [
    ("GET", "", OF_THE_SECRETARIES),
    ("GET", "/edit", OF_THE_SECRETARIES),
    ("POST", "/edit", OF_THE_SECRETARIES | {"secretary": 422}),
    ("GET", "/sign-off", OF_THE_SECRETARIES),
    ("POST", "/sign-off", OF_THE_SECRETARIES | {"secretary": 409}),
    ("POST", "/reopen", OF_THE_SECRETARIES | {"secretary": 409}),
    ("POST", "/give-up", OF_THE_SECRETARIES | {"secretary": 303}),
]

OF_THE_PARTIES = {"others": 200, "admin": 404} | FOREIGN  # whoever belongs to one of them
IN_A_ROUND = {"others": 200, "admin": 404} | FOREIGN
SPEAKERS = {"others": 403, "chair": 200, "admin": 404} | FOREIGN
KEEPERS = {"others": 403, "secretary": 200, "admin": 404} | FOREIGN
LEADERS = KEEPERS | {"chair": 200}
ROUND: list[tuple[str, str, Row]] = [
    ("GET", "", IN_A_ROUND),
    ("GET", "/action-sheet.docx", {"others": 404}),  # it runs
    ("POST", "/consent", SPEAKERS | {"chair": 409}),
    ("POST", "/consent-in-session", KEEPERS | {"secretary": 409}),
    ("GET", "/decline", SPEAKERS),
    ("POST", "/decline", SPEAKERS | {"chair": 409}),
    ("GET", "/issue", KEEPERS),
    ("POST", "/issue", KEEPERS | {"secretary": 422}),
    ("GET", "/extend", SPEAKERS),
    ("POST", "/extend", SPEAKERS | {"chair": 422}),
    ("GET", "/withdraw", LEADERS),
    ("POST", "/withdraw", LEADERS | {"secretary": 303, "chair": 303}),
    ("GET", "/objections/new", OF_THE_PARTIES | {"adviser": 200}),
    ("POST", "/objections", OF_THE_PARTIES | {"others": 303, "adviser": 303}),  # never refused (practice §0.6)
    ("GET", "/objections/<int:objection>", OF_THE_PARTIES | {"others": 404}),
    ("GET", "/objections/record", KEEPERS),
    ("POST", "/objections/record", KEEPERS | {"secretary": 422}),
    ("POST", "/objections/<int:objection>/seen", KEEPERS | {"secretary": 404}),
    ("POST", "/objections/<int:objection>/confirm", SPEAKERS | {"chair": 404}),
    ("POST", "/objections/<int:objection>/disown", SPEAKERS | {"chair": 404}),
    ("POST", "/objections/<int:objection>/rule-out", KEEPERS | {"secretary": 404}),
    ("POST", "/objections/<int:objection>/rule-in", KEEPERS | {"secretary": 404}),
    ("POST", "/objections/<int:objection>/withdraw", OF_THE_PARTIES | {"others": 404}),
    ("POST", "/acknowledge", LEADERS | {"secretary": 303, "chair": 409}),
    ("POST", "/consensus", SPEAKERS | {"chair": 303}),
    ("GET", "/statements/new", SPEAKERS),
    ("POST", "/statements", SPEAKERS | {"chair": 422}),
    ("GET", "/entries/<int:entry>/answer", LEADERS | {"secretary": 404, "chair": 404}),
    ("POST", "/entries/<int:entry>/answer", LEADERS | {"secretary": 404, "chair": 404}),
    ("GET", "/deliveries/new", KEEPERS),
    ("POST", "/deliveries", KEEPERS | {"secretary": 422}),
    ("POST", "/entries/<int:entry>/seen", KEEPERS | {"secretary": 404}),
    ("GET", "/voices/<int:person>/let-go", LEADERS | {"secretary": 404, "chair": 404}),
    ("POST", "/voices/<int:person>/let-go", LEADERS | {"secretary": 404, "chair": 404}),
    ("POST", "/no-objection", SPEAKERS | {"chair": 409}),
    ("POST", "/none-sent", SPEAKERS | {"chair": 409}),
    ("POST", "/release", KEEPERS | {"secretary": 409}),
]

CORRIGENDA: list[tuple[str, str, Row]] = [
    ("GET", "", READERS_BEFORE),
    ("GET", ".docx", READERS_BEFORE),
    ("POST", "/lines", OF_A_SESSION | {"secretary": 422}),
    ("POST", "/lines/<int:line>/delete", OF_A_SESSION | {"secretary": 404}),
    ("POST", "/sign-off", OF_A_SESSION | {"secretary": 409}),
    ("POST", "/approval", CHAIRS | {"chair": 409}),
    ("POST", "/return", CHAIRS | {"chair": 422}),
]

MATRIX: dict[Key, Row] = {
    # health, signing in, my sign-ins, kept texts
    ("GET", "/healthz"): {"others": 200, "nobody": 200},
    ("GET", "/readyz"): {"others": 200, "nobody": 200},
    ("GET", "/sign-in"): {"others": 302, "nobody": 200},
    ("POST", "/sign-in"): {"others": 422, "nobody": 422},
    ("GET", "/sign-in/second"): {"others": 303, "nobody": 303},
    ("POST", "/sign-in/second"): {"others": 303, "nobody": 303},
    ("POST", "/sign-in/challenge"): {"others": 401, "nobody": 401},
    ("POST", "/sign-in/passkey"): {"others": 303, "nobody": 303},
    ("GET", "/sign-in/set-up"): {"others": 303, "nobody": 303},
    ("POST", "/sign-in/set-up"): {"others": 303, "nobody": 303},
    ("POST", "/sign-in/set-up/challenge"): {"others": 401, "nobody": 401},
    ("POST", "/sign-in/set-up/passkey"): {"others": 303, "nobody": 303},
    ("POST", "/sign-out"): {"others": 303, "nobody": 303},
    ("GET", "/sign-ins"): ANYBODY_SIGNED_IN,
    ("POST", "/sign-ins/<int:sign_in>/revoke"): {"others": 404, "delegate": 303},
    # my password, one that is forgotten, and the link by which one is chosen
    ("GET", "/password"): ANYBODY_SIGNED_IN,
    ("POST", "/password"): {"others": 422},
    ("GET", "/password/forgotten"): EVERYBODY,
    ("POST", "/password/forgotten"): {"others": 422, "nobody": 422},
    ("GET", "/password/forgotten/asked"): EVERYBODY,
    ("GET", "/password/links/<token:token>"): {"others": 404, "nobody": 404},
    ("GET", "/password/links/<token:token>", "that opens"): EVERYBODY,
    ("POST", "/password/links/<token:token>"): {"others": 404, "nobody": 404},
    ("POST", "/password/links/<token:token>", "that opens"): {"others": 422, "nobody": 422},
    # my second factors
    ("GET", "/factors"): ANYBODY_SIGNED_IN,
    ("POST", "/factors/confirm"): {"others": 422, "nobody": 303},
    ("GET", "/factors/app"): ANYBODY_SIGNED_IN,
    ("POST", "/factors/app"): {"others": 422},
    ("GET", "/factors/passkey"): ANYBODY_SIGNED_IN,
    ("POST", "/factors/passkey"): {"others": 303},
    ("POST", "/factors/passkey/challenge"): ANYBODY_SIGNED_IN,
    ("GET", "/factors/<int:factor>/name"): {"others": 404, "outsider": 200},
    ("POST", "/factors/<int:factor>/name"): {"others": 404, "outsider": 422},
    ("POST", "/factors/<int:factor>/remove"): {"others": 404, "outsider": 303},
    ("GET", "/factors/codes"): ANYBODY_SIGNED_IN,
    ("POST", "/factors/codes"): {"others": 409, "outsider": 200},
    ("GET", "/kept/<token:token>"): {"others": 404},
    ("POST", "/kept/<token:token>/discard"): {"others": 404},
    # the calendar
    ("GET", "/calendar"): {"others": 200, "outsider": 404, "admin": 403},
    ("POST", "/calendar"): {"others": 422, "outsider": 404, "admin": 403},
    ("GET", "/calendar/addresses/<token:key>"): {"others": 404, "admin": 403},
    ("POST", "/calendar/<int:subscription>/revoke"): {"others": 404, "secretary": 303},
    ("GET", "/feeds/<token:token>.ics"): {"others": 404, "nobody": 404},
    ("GET", "/sessions/<ref:ref>.ics"): {"others": 200, "other co-host": 404, "admin": 404, "outsider": 404},
    # home, the year plan, one session
    ("GET", "/"): ANYBODY_SIGNED_IN,
    ("GET", "/guide"): {"others": 200, "admin": 403, "outsider": 404},
    ("GET", "/sessions"): ANYBODY_SIGNED_IN,
    ("GET", "/sessions/new"): SECRETARIES,
    ("POST", "/sessions/new"): SECRETARIES | {"secretary": 422},
    ("GET", "/sessions/<ref:ref>"): {"others": 200, "other co-host": 404, "admin": 404, "outsider": 404},
    ("GET", "/sessions/<ref:ref>", "of the session before last"): {
        "others": 200,
        "co-host": 404,
        "admin": 404,
        "outsider": 404,
    },
    ("GET", "/sessions/<ref:ref>", "of the session after next"): {"others": 404, "secretary": 200},
    ("GET", "/sessions/<ref:ref>", "of no session"): {"others": 404},
    ("GET", "/sessions/<ref:ref>/changes/<slug:verb>"): OF_A_SESSION,
    ("POST", "/sessions/<ref:ref>/changes/<slug:verb>"): OF_A_SESSION | {"secretary": 422},
    ("POST", "/sessions/<ref:ref>/changes/<slug:verb>/check"): OF_A_SESSION | {"secretary": 422},
    ("GET", "/changes/<int:change>"): OF_THE_SECRETARIES,
    ("POST", "/changes/<int:change>/consent"): OF_THE_SECRETARIES | {"secretary": 409},
    ("POST", "/changes/<int:change>/decline"): OF_THE_SECRETARIES | {"secretary": 422},
    ("POST", "/changes/<int:change>/withdraw"): OF_THE_SECRETARIES | {"secretary": 409},
    ("POST", "/changes/<int:change>/note"): OF_THE_SECRETARIES | {"secretary": 409},
    ("POST", "/changes/<int:change>/tell"): OF_THE_SECRETARIES | {"secretary": 409},
    ("GET", "/sessions/<ref:ref>/arrange"): OF_A_SESSION,
    ("POST", "/sessions/<ref:ref>/arrange"): OF_A_SESSION | {"secretary": 422},
    ("GET", "/sessions/<ref:ref>/close"): OF_A_SESSION,
    # known dates of one side: that of the secretary of Brussels
    ("GET", "/sessions/known-dates"): SECRETARIES,
    ("POST", "/sessions/known-dates/read"): SECRETARIES | {"secretary": 422},
    ("GET", "/sessions/known-dates/new"): SECRETARIES,
    ("POST", "/sessions/known-dates/new"): SECRETARIES | {"secretary": 422},
    ("GET", "/sessions/known-dates/<int:busy_list>"): OF_THE_SECRETARIES,
    ("POST", "/sessions/known-dates/<int:busy_list>"): OF_THE_SECRETARIES | {"secretary": 422},
    ("POST", "/sessions/known-dates/<int:busy_list>/delete"): OF_THE_SECRETARIES | {"secretary": 303},
    ("GET", "/sessions/<ref:ref>/review"): {"others": 200, "admin": 404} | FOREIGN,
    ("GET", "/sessions/<ref:ref>/review.docx"): {"others": 200, "admin": 404} | FOREIGN,
    ("GET", "/sessions/<ref:ref>/decisions"): {"others": 200, "admin": 404} | FOREIGN,
    ("GET", "/sessions/<ref:ref>/decisions.docx"): {"others": 200, "admin": 404} | FOREIGN,
    ("GET", "/sessions/<ref:ref>/ladder"): {"others": 200, "admin": 404} | FOREIGN,
    ("GET", "/sessions/<ref:ref>/ladder/<slug:rung>"): OF_A_SESSION,
    ("POST", "/sessions/<ref:ref>/ladder/<slug:rung>"): OF_A_SESSION | {"secretary": 422},
    ("POST", "/sessions/<ref:ref>/ladder/<slug:rung>/done"): OF_A_SESSION | {"secretary": 422},
    ("POST", "/sessions/<ref:ref>/open"): OF_A_SESSION | {"secretary": 409},
    ("POST", "/sessions/<ref:ref>/end"): OF_A_SESSION | {"secretary": 409},
    # the agenda of the next session, which is circulated
    ("GET", "/sessions/<ref:ref>/agenda"): READERS,
    ("GET", "/sessions/<ref:ref>/agenda.docx"): READERS,
    ("GET", "/sessions/<ref:ref>/annotated-agenda.docx"): READERS | {"co-host": 404, "adviser": 404},
    ("GET", "/sessions/<ref:ref>/conclusions"): CIRCULATED,
    ("GET", "/sessions/<ref:ref>/conclusions.docx"): CIRCULATED,
    ("GET", "/sessions/<ref:ref>/conclusions/new"): OF_A_SESSION,
    ("POST", "/sessions/<ref:ref>/conclusions/new"): OF_A_SESSION | {"secretary": 422},
    ("GET", "/sessions/<ref:ref>/conclusions/<int:conclusion>"): CIRCULATED,
    ("GET", "/sessions/<ref:ref>/conclusions/<int:conclusion>/edit"): OF_A_SESSION,
    ("POST", "/sessions/<ref:ref>/conclusions/<int:conclusion>/edit"): OF_A_SESSION | {"secretary": 422},
    ("POST", "/sessions/<ref:ref>/conclusions/<int:conclusion>/comment"): OF_A_SESSION | {"secretary": 422},
    ("POST", "/sessions/<ref:ref>/conclusions/<int:conclusion>/withdraw"): OF_A_SESSION | {"secretary": 422},
    ("POST", "/sessions/<ref:ref>/conclusions/<int:conclusion>/take-in"): OF_A_SESSION | {"secretary": 403},
    ("POST", "/sessions/<ref:ref>/conclusions/<int:conclusion>/decline"): OF_A_SESSION | {"secretary": 403},
    ("GET", "/sessions/<ref:ref>/agenda/new"): OF_A_SESSION,
    ("POST", "/sessions/<ref:ref>/agenda"): OF_A_SESSION | {"secretary": 409},  # it has been begun
    ("GET", "/sessions/<ref:ref>/agenda/import"): OF_A_SESSION,
    ("POST", "/sessions/<ref:ref>/agenda/import/preview"): OF_A_SESSION | {"secretary": 422},
    ("POST", "/sessions/<ref:ref>/agenda/import"): OF_A_SESSION | {"secretary": 422},
    ("GET", "/sessions/<ref:ref>/agenda/items/new"): OF_A_SESSION,
    ("POST", "/sessions/<ref:ref>/agenda/items"): OF_A_SESSION | {"secretary": 422},
    ("GET", "/sessions/<ref:ref>/agenda/lines/new"): OF_A_SESSION,
    ("POST", "/sessions/<ref:ref>/agenda/lines"): OF_A_SESSION | {"secretary": 422},
    ("GET", "/sessions/<ref:ref>/agenda/items/<int:item>"): OF_A_SESSION,
    ("POST", "/sessions/<ref:ref>/agenda/items/<int:item>"): OF_A_SESSION | {"secretary": 422},
    ("POST", "/sessions/<ref:ref>/agenda/items/<int:item>/up"): OF_A_SESSION | {"secretary": 409},
    ("POST", "/sessions/<ref:ref>/agenda/items/<int:item>/down"): OF_A_SESSION | {"secretary": 409},
    ("POST", "/sessions/<ref:ref>/agenda/items/<int:item>/move"): OF_A_SESSION | {"secretary": 409},
    ("POST", "/sessions/<ref:ref>/agenda/items/<int:item>/withdraw"): OF_A_SESSION | {"secretary": 409},
    ("POST", "/sessions/<ref:ref>/agenda/items/<int:item>/take-up"): OF_A_SESSION | {"secretary": 409},
    ("GET", "/sessions/<ref:ref>/agenda/items/<int:item>/developments"): OF_A_SESSION,
    ("POST", "/sessions/<ref:ref>/agenda/items/<int:item>/developments"): OF_A_SESSION | {"secretary": 422},
    ("POST", "/sessions/<ref:ref>/agenda/items/<int:item>/developments/<int:citation>/take-back"): OF_A_SESSION
    | {"secretary": 404},
    ("GET", "/sessions/<ref:ref>/agenda/items/<int:item>/request"): OF_A_SESSION,
    ("POST", "/sessions/<ref:ref>/agenda/items/<int:item>/accept"): OF_A_SESSION | {"secretary": 409},
    ("POST", "/sessions/<ref:ref>/agenda/items/<int:item>/merge"): OF_A_SESSION | {"secretary": 422},
    ("POST", "/sessions/<ref:ref>/agenda/items/<int:item>/decline"): OF_A_SESSION | {"secretary": 422},
    ("GET", "/sessions/<ref:ref>/agenda/requests"): READERS | {"adviser": 404},
    ("POST", "/sessions/<ref:ref>/agenda/requests"): READERS | {"others": 422, "adviser": 404},
    ("POST", "/sessions/<ref:ref>/agenda/close-call"): OF_A_SESSION | {"secretary": 409},
    ("POST", "/sessions/<ref:ref>/agenda/sign-off"): OF_A_SESSION | {"secretary": 409},
    ("GET", "/sessions/<ref:ref>/agenda/propose"): OF_A_SESSION,
    ("POST", "/sessions/<ref:ref>/agenda/propose"): OF_A_SESSION | {"secretary": 409},
    ("GET", "/sessions/<ref:ref>/agenda/circulate"): OF_A_SESSION,
    ("POST", "/sessions/<ref:ref>/agenda/circulate"): OF_A_SESSION | {"secretary": 409},
    ("POST", "/sessions/<ref:ref>/agenda/waive-notice"): OF_A_SESSION | {"secretary": 422},
    ("GET", "/sessions/<ref:ref>/agenda/revise"): OF_A_SESSION,
    ("POST", "/sessions/<ref:ref>/agenda/revise"): OF_A_SESSION | {"secretary": 409},
    ("POST", "/sessions/<ref:ref>/agenda/adoption/take-back"): OF_A_SESSION | {"secretary": 409},
    ("GET", "/sessions/<ref:ref>/agenda/adoption"): OF_A_SESSION | {"chair": 200},
    ("POST", "/sessions/<ref:ref>/agenda/adoption"): OF_A_SESSION | {"secretary": 422, "chair": 422},
    ("GET", "/sessions/<ref:ref>/agenda/changes"): OF_A_SESSION,
    ("POST", "/sessions/<ref:ref>/agenda/changes"): OF_A_SESSION | {"secretary": 409},
    ("GET", "/sessions/<ref:ref>/agenda/papers"): OF_A_SESSION,
    ("POST", "/sessions/<ref:ref>/agenda/papers"): OF_A_SESSION | {"secretary": 422},
    # participants
    ("GET", "/sessions/<ref:ref>/participants"): READERS,
    ("GET", "/sessions/<ref:ref>/participants.docx"): READERS,
    ("GET", "/sessions/<ref:ref>/answer"): READERS | NOT_AT_TABLE,
    ("POST", "/sessions/<ref:ref>/answer"): READERS | {"others": 422} | NOT_AT_TABLE,
    ("GET", "/sessions/<ref:ref>/participants/<int:seat>/answer"): OF_A_SESSION | {"secretary": 403},
    ("GET", "/sessions/<ref:ref>/participants/<int:seat>/answer", "of NATO"): OF_A_SESSION,
    ("POST", "/sessions/<ref:ref>/participants/<int:seat>/answer"): OF_A_SESSION | {"secretary": 403},
    ("POST", "/sessions/<ref:ref>/participants/<int:seat>/answer", "of NATO"): OF_A_SESSION | {"secretary": 422},
    ("GET", "/sessions/<ref:ref>/participants/remind"): OF_A_SESSION,
    ("POST", "/sessions/<ref:ref>/participants/remind"): OF_A_SESSION | {"secretary": 303},
    ("GET", "/sessions/<ref:ref>/participants/open"): OF_A_SESSION,
    ("POST", "/sessions/<ref:ref>/participants/open"): OF_A_SESSION | {"secretary": 422},
    ("GET", "/sessions/<ref:ref>/participants/<slug:organisation>/nominate"): THEIRS,
    ("GET", "/sessions/<ref:ref>/participants/<slug:organisation>/nominate", "of NATO"): OURS,
    ("POST", "/sessions/<ref:ref>/participants/<slug:organisation>/nominate"): THEIRS | {"focal point": 422},
    ("POST", "/sessions/<ref:ref>/participants/<slug:organisation>/nominate", "of NATO"): OURS
    | {"secretary": 422, "chair": 422},
    ("GET", "/sessions/<ref:ref>/participants/<slug:organisation>/enter"): THEIRS,
    ("POST", "/sessions/<ref:ref>/participants/<slug:organisation>/enter"): THEIRS | {"focal point": 422},
    ("POST", "/sessions/<ref:ref>/participants/<slug:organisation>/enter", "of NATO"): OURS
    | {"secretary": 422, "chair": 422},
    ("POST", "/sessions/<ref:ref>/participants/<int:seat>/accredit"): OF_A_SESSION | {"secretary": 403},
    ("POST", "/sessions/<ref:ref>/participants/<int:seat>/accredit", "of NATO"): OF_A_SESSION | {"secretary": 409},
    ("GET", "/sessions/<ref:ref>/participants/<int:seat>/return", "of NATO"): OF_A_SESSION,
    ("POST", "/sessions/<ref:ref>/participants/<int:seat>/return"): OF_A_SESSION | {"secretary": 403},
    ("POST", "/sessions/<ref:ref>/participants/<int:seat>/return", "of NATO"): OF_A_SESSION | {"secretary": 422},
    ("GET", "/sessions/<ref:ref>/participants/<int:seat>/withdraw"): THEIRS,
    ("POST", "/sessions/<ref:ref>/participants/<int:seat>/withdraw"): THEIRS | {"focal point": 303},
    ("POST", "/sessions/<ref:ref>/participants/<int:seat>/withdraw", "of NATO"): OURS
    | {"secretary": 303, "chair": 303},
    ("GET", "/sessions/<ref:ref>/participants/<int:seat>/more"): OF_A_SESSION | {"secretary": 403},
    ("POST", "/sessions/<ref:ref>/participants/<int:seat>/more"): OF_A_SESSION | {"secretary": 403},
    ("GET", "/sessions/<ref:ref>/participants/<int:seat>/more", "of NATO"): OURS,
    ("POST", "/sessions/<ref:ref>/participants/<int:seat>/more", "of NATO"): OURS | {"secretary": 409, "chair": 409},
    ("GET", "/sessions/<ref:ref>/participants/<int:seat>/authorise", "of NATO"): OURS,
    ("POST", "/sessions/<ref:ref>/participants/<int:seat>/authorise"): OF_A_SESSION | {"secretary": 403},
    ("POST", "/sessions/<ref:ref>/participants/<int:seat>/authorise", "of NATO"): OURS
    | {"secretary": 409, "chair": 409},
    # the minutes of the last session, which are with the co-chairs as the final draft; those before are released
    **{(method, f"/sessions/<ref:ref>/minutes{path}", "of the last minutes"): row for method, path, row in MINUTES},
    ("GET", "/sessions/<ref:ref>/minutes", "of the session before last"): READERS_BEFORE,
    ("GET", "/sessions/<ref:ref>/minutes.docx", "of the session before last"): READERS_BEFORE,
    # what waits for one co-chair
    (
        "GET",
        "/sessions/<ref:ref>/reminders/<slug:wait>/<int:thing>/<slug:organisation>",
        "of the last minutes",
    ): OF_THE_SECRETARIES,
    (
        "POST",
        "/sessions/<ref:ref>/reminders/<slug:wait>/<int:thing>/<slug:organisation>",
        "of the last minutes",
    ): OF_THE_SECRETARIES | {"secretary": 303},
    ("GET", "/sessions/<ref:ref>/minutes/releases/<slug:edition>", "of the minutes before last"): OF_A_SESSION,
    ("POST", "/sessions/<ref:ref>/minutes/releases/<slug:edition>", "of the minutes before last"): OF_A_SESSION
    | {"secretary": 409},
    # a corrigendum that stands beside the minutes that are out
    **{
        (method, f"/sessions/<ref:ref>/minutes/corrigenda/<int:number>{path}", "of the minutes before last"): row
        for method, path, row in CORRIGENDA
    },
    # its communiqué, which is out: its readers know that there is one
    ("GET", "/sessions/<ref:ref>/communique", "of the session before last"): READERS_BEFORE | {"adviser": 200},
    ("GET", "/sessions/<ref:ref>/communique.docx", "of the session before last"): READERS_BEFORE | {"adviser": 200},
    ("POST", "/sessions/<ref:ref>/communique", "of the session before last"): OF_A_SESSION | {"secretary": 422},
    ("GET", "/sessions/<ref:ref>/communique/edit", "of the session before last"): TOLD | {"secretary": 409},
    ("POST", "/sessions/<ref:ref>/communique/edit", "of the session before last"): TOLD | {"secretary": 422},
    ("POST", "/sessions/<ref:ref>/communique/sign-off", "of the session before last"): TOLD | {"secretary": 409},
    ("POST", "/sessions/<ref:ref>/communique/approval", "of the session before last"): TOLD | {"chair": 409},
    ("POST", "/sessions/<ref:ref>/communique/return", "of the session before last"): TOLD | {"chair": 422},
    ("POST", "/sessions/<ref:ref>/communique/release", "of the session before last"): TOLD | {"secretary": 422},
    # co-hosts, and what they take away
    ("GET", "/sessions/<ref:ref>/co-hosts"): OF_A_SESSION | {"chair": 200},
    ("GET", "/sessions/<ref:ref>/co-hosts/new"): OF_A_SESSION,
    ("POST", "/sessions/<ref:ref>/co-hosts"): OF_A_SESSION | {"secretary": 422},
    ("POST", "/sessions/<ref:ref>/co-hosts/<int:engagement>/consent"): OF_AN_ENGAGEMENT
    | {"secretary": 409, "chair": 409},
    ("GET", "/sessions/<ref:ref>/co-hosts/<int:engagement>/decline"): OF_AN_ENGAGEMENT | {"chair": 200},
    ("POST", "/sessions/<ref:ref>/co-hosts/<int:engagement>/decline"): OF_AN_ENGAGEMENT
    | {"secretary": 409, "chair": 409},
    ("GET", "/sessions/<ref:ref>/co-hosts/<int:engagement>/memorandum"): OF_AN_ENGAGEMENT,
    ("POST", "/sessions/<ref:ref>/co-hosts/<int:engagement>/memorandum"): OF_AN_ENGAGEMENT | {"secretary": 422},
    ("GET", "/sessions/<ref:ref>/co-hosts/<int:engagement>/waiver"): OF_AN_ENGAGEMENT,
    ("POST", "/sessions/<ref:ref>/co-hosts/<int:engagement>/waiver"): OF_AN_ENGAGEMENT | {"secretary": 422},
    ("GET", "/sessions/<ref:ref>/co-hosts/<int:engagement>/steps/<slug:step>"): OF_AN_ENGAGEMENT,
    ("POST", "/sessions/<ref:ref>/co-hosts/<int:engagement>/steps/<slug:step>"): OF_AN_ENGAGEMENT | {"secretary": 303},
    ("GET", "/documents"): {"adviser": 200, "co-host": 200, "other co-host": 200, "others": 404},
    # the joint register
    ("GET", "/follow-ups"): REGISTER,
    ("GET", "/follow-ups.docx"): REGISTER,
    ("GET", "/follow-ups.csv"): REGISTER,
    ("GET", "/follow-ups.xlsx"): REGISTER,
    ("GET", "/follow-ups/<ref:ref>/<int:number>"): {"others": 404},
    ("GET", "/follow-ups/<ref:ref>/<int:number>", "of the session before last"): IN_THE_REGISTER,
    ("POST", "/follow-ups/<ref:ref>/<int:number>/report", "of the session before last"): KEPT_IN_THE_REGISTER
    | {"secretary": 422, "focal point": 422, "adviser given more": 422},
    ("POST", "/follow-ups/<ref:ref>/<int:number>/assign", "of the session before last"): KEPT_IN_THE_REGISTER
    | {"secretary": 422},
    ("POST", "/follow-ups/<ref:ref>/<int:number>/carry", "of the session before last"): KEPT_IN_THE_REGISTER
    | {"secretary": 422},
    ("POST", "/follow-ups/<ref:ref>/<int:number>/drop", "of the session before last"): KEPT_IN_THE_REGISTER
    | {"secretary": 422},
    # silence procedures: the single decision of the demonstration, which runs
    ("GET", "/circulations/external"): REGISTER,
    ("GET", "/circulations/external/new"): SECRETARIES,
    ("POST", "/circulations/external/new"): SECRETARIES | {"secretary": 422},
    ("GET", "/circulations/external/<int:external>/edit"): KEPT_IN_THE_REGISTER,
    ("POST", "/circulations/external/<int:external>/edit"): KEPT_IN_THE_REGISTER | {"secretary": 422},
    ("GET", "/circulations"): REGISTER,
    ("GET", "/working-days"): REGISTER,
    ("POST", "/working-days"): SECRETARIES | {"secretary": 422},
    ("POST", "/working-days/<int:own_day>/take-back"): KEPT_IN_THE_REGISTER | {"secretary": 303},
    ("GET", "/circulations/new"): SECRETARIES | {"secretary": 404},  # of no text
    ("POST", "/circulations"): SECRETARIES | {"secretary": 404},
    **{(method, f"/circulations/<int:circulation>{path}"): row for method, path, row in ROUND},
    ("GET", "/search"): {"others": 200, "outsider": 404},
    ("GET", "/decisions"): REGISTER,
    ("GET", "/decisions.docx"): REGISTER,
    ("GET", "/decisions/<ref:ref>/<int:number>"): {"others": 404},
    ("GET", "/decisions/<ref:ref>/<int:number>", "of the session before last"): IN_THE_REGISTER,
    ("POST", "/decisions/<ref:ref>/<int:number>/move", "of the session before last"): KEPT_IN_THE_REGISTER
    | {"secretary": 422},
    ("POST", "/decisions/<ref:ref>/<int:number>/supersede", "of the session before last"): KEPT_IN_THE_REGISTER
    | {"secretary": 422},
    ("GET", "/decisions/<ref:ref>/<int:number>/action-sheet.docx"): {"others": 404},
    ("GET", "/decisions/drafts"): SECRETARIES,
    ("GET", "/decisions/drafts/new"): SECRETARIES,
    ("POST", "/decisions/drafts/new"): SECRETARIES | {"secretary": 422},
    **{(method, f"/decisions/drafts/<ref:ref>/<int:number>{path}", "of a draft"): row for method, path, row in DRAFT},
    # what was told to whom
    ("GET", "/mails"): SECRETARIES,
    ("GET", "/mails/<int:mail>"): OF_THE_SECRETARIES,
    ("POST", "/mails/<int:mail>/aside"): OF_THE_SECRETARIES | {"secretary": 422},
    ("POST", "/mails/<int:mail>/record"): OF_THE_SECRETARIES | {"secretary": 422},
    ("GET", "/notices"): SECRETARIES,
    ("POST", "/notices/dispatches/<int:dispatch>/undo"): OF_THE_SECRETARIES | {"secretary": 303},
    ("GET", "/notices/<int:notice>/bounce"): OF_THE_SECRETARIES,
    ("POST", "/notices/<int:notice>/bounce"): OF_THE_SECRETARIES | {"secretary": 303},
    ("GET", "/notices/<int:notice>/told"): OF_THE_SECRETARIES,
    ("POST", "/notices/<int:notice>/told"): OF_THE_SECRETARIES | {"secretary": 422},
    ("GET", "/notices/held"): SECRETARIES,
    ("POST", "/notices/held/release"): SECRETARIES | {"secretary": 303},
    ("POST", "/notices/held/drop"): SECRETARIES | {"secretary": 303},
    ("POST", "/notices/<int:notice>/release"): OF_THE_SECRETARIES | {"secretary": 409},
    ("POST", "/notices/<int:notice>/release", "that is held"): OF_THE_SECRETARIES | {"secretary": 303},
    ("POST", "/notices/<int:notice>/drop"): OF_THE_SECRETARIES | {"secretary": 409},
    ("POST", "/notices/<int:notice>/drop", "that is held"): OF_THE_SECRETARIES | {"secretary": 303},
    ("GET", "/topics"): REGISTER,
    ("GET", "/topics/new"): SECRETARIES,
    ("POST", "/topics/new"): SECRETARIES | {"secretary": 422},
    ("GET", "/topics/<slug:slug>"): IN_THE_REGISTER,
    ("GET", "/topics/<slug:slug>/edit"): KEPT_IN_THE_REGISTER,
    ("POST", "/topics/<slug:slug>/edit"): KEPT_IN_THE_REGISTER | {"secretary": 422},
    ("POST", "/topics/<slug:slug>/retire"): KEPT_IN_THE_REGISTER | {"secretary": 303},
    ("POST", "/topics/<slug:slug>/revive"): KEPT_IN_THE_REGISTER | {"secretary": 409},
    # the development log: an entry that one side proposed and the other has to answer
    # sessions from before this system; in the demonstration there is none
    ("GET", "/sessions/imported/new"): SECRETARIES,
    ("POST", "/sessions/imported/new"): SECRETARIES | {"secretary": 422},
    **{
        (method, f"/sessions/imported/<int:imported>{path}"): {"others": 404}
        for method, path in (
            ("GET", ""),
            ("GET", "/edit"),
            ("POST", "/edit"),
            ("GET", "/<slug:paper>.docx"),
            ("GET", "/<slug:paper>/import"),
            ("POST", "/<slug:paper>/import/preview"),
            ("POST", "/<slug:paper>/import"),
            ("POST", "/offer"),
            ("POST", "/confirm"),
            ("POST", "/hand-back"),
            ("POST", "/remove"),
        )
    },
    ("GET", "/developments"): REGISTER,
    ("GET", "/developments/new"): SECRETARIES | {"focal point": 200},
    ("POST", "/developments/new"): SECRETARIES | {"secretary": 422, "focal point": 422},
    ("GET", "/developments/<ref:development>"): OF_ONE_SIDE | {"adviser given more": 200},
    ("GET", "/developments/<ref:development>", "that stands"): IN_THE_REGISTER,
    ("GET", "/developments/<ref:development>/edit"): OF_ONE_SIDE | {"secretary": 403, "focal point": 200},
    ("POST", "/developments/<ref:development>/edit"): OF_ONE_SIDE | {"secretary": 403, "focal point": 422},
    ("POST", "/developments/<ref:development>/accept"): OF_ONE_SIDE | {"secretary": 409, "focal point": 403},
    ("POST", "/developments/<ref:development>/not-share"): OF_ONE_SIDE | {"secretary": 422, "focal point": 403},
    ("POST", "/developments/<ref:development>/withdraw"): OF_ONE_SIDE | {"secretary": 403, "focal point": 303},
    ("GET", "/developments/<ref:development>/correct"): OF_ONE_SIDE | {"secretary": 409, "focal point": 409},
    ("GET", "/developments/<ref:development>/correct", "that stands"): KEPT_IN_THE_REGISTER | {"focal point": 200},
    ("POST", "/developments/<ref:development>/correct"): OF_ONE_SIDE | {"secretary": 422, "focal point": 422},
    ("POST", "/developments/<ref:development>/correct", "that stands"): KEPT_IN_THE_REGISTER
    | {"secretary": 422, "focal point": 422},
    # meetings between the sessions: one that is planned, and one that was held
    ("GET", "/meetings"): REGISTER,
    # Whoever is on the list of a compartment plans its meetings.
    ("GET", "/meetings/new"): SECRETARIES | {"delegate": 200},
    ("POST", "/meetings/check"): SECRETARIES | {"secretary": 422, "delegate": 422},
    ("POST", "/meetings"): SECRETARIES | {"secretary": 422, "delegate": 422},
    ("GET", "/meetings/<slug:meeting>"): IN_THE_REGISTER,
    ("GET", "/meetings/<slug:meeting>", "that was held"): IN_THE_REGISTER,
    ("GET", "/meetings/<slug:meeting>/edit"): KEPT_IN_THE_REGISTER,
    ("POST", "/meetings/<slug:meeting>/check"): KEPT_IN_THE_REGISTER | {"secretary": 422},
    ("POST", "/meetings/<slug:meeting>/edit"): KEPT_IN_THE_REGISTER | {"secretary": 422},
    ("POST", "/meetings/<slug:meeting>/hold"): KEPT_IN_THE_REGISTER | {"secretary": 409},
    ("GET", "/meetings/<slug:meeting>/cancel"): KEPT_IN_THE_REGISTER,
    ("POST", "/meetings/<slug:meeting>/cancel/check"): KEPT_IN_THE_REGISTER | {"secretary": 422},
    ("POST", "/meetings/<slug:meeting>/cancel"): KEPT_IN_THE_REGISTER | {"secretary": 422},
    ("POST", "/meetings/<slug:meeting>/conclusions"): KEPT_IN_THE_REGISTER | {"secretary": 409},
    ("POST", "/meetings/<slug:meeting>/actions"): KEPT_IN_THE_REGISTER | {"secretary": 409},
    ("POST", "/meetings/<slug:meeting>/actions/<int:action>/remove"): KEPT_IN_THE_REGISTER | {"secretary": 404},
    ("POST", "/meetings/<slug:meeting>/agree"): KEPT_IN_THE_REGISTER | {"secretary": 409},
    # tracks: an open one, in which each Party's people read and the secretaries write; one that is there for its list
    ("GET", "/tracks"): REGISTER,
    ("GET", "/tracks/<slug:track>"): IN_THE_REGISTER,
    ("GET", "/tracks/<slug:track>.docx"): IN_THE_REGISTER,
    ("GET", "/tracks/<slug:track>/new"): KEPT_IN_THE_REGISTER,
    ("POST", "/tracks/<slug:track>/new"): KEPT_IN_THE_REGISTER | {"secretary": 422},
    ("GET", "/tracks/<slug:track>/<int:nth>"): IN_THE_REGISTER,
    ("GET", "/tracks/<slug:track>/<int:nth>/edit"): KEPT_IN_THE_REGISTER,
    ("POST", "/tracks/<slug:track>/<int:nth>/edit"): KEPT_IN_THE_REGISTER | {"secretary": 422},
    ("POST", "/tracks/<slug:track>/<int:nth>/move"): KEPT_IN_THE_REGISTER | {"secretary": 422},
    ("GET", "/tracks/<slug:track>/<int:nth>/points/new"): KEPT_IN_THE_REGISTER,
    ("POST", "/tracks/<slug:track>/<int:nth>/points/new"): KEPT_IN_THE_REGISTER | {"secretary": 422},
    ("GET", "/tracks/<slug:track>/<int:nth>/points/<int:point>"): KEPT_IN_THE_REGISTER,
    ("POST", "/tracks/<slug:track>/<int:nth>/points/<int:point>"): KEPT_IN_THE_REGISTER | {"secretary": 422},
    ("GET", "/tracks/<slug:track>/<int:nth>/links"): KEPT_IN_THE_REGISTER,
    ("POST", "/tracks/<slug:track>/<int:nth>/links"): KEPT_IN_THE_REGISTER | {"secretary": 422},
    ("POST", "/tracks/<slug:track>/<int:nth>/links/<int:placement>/take-back"): KEPT_IN_THE_REGISTER
    | {"secretary": 303},
    ("GET", "/tracks/<slug:track>/<int:nth>/links", "of the compartment"): {"delegate": 403, "others": 404},
    ("GET", "/tracks/<slug:track>/list"): IN_THE_REGISTER | {"others": 403},
    ("POST", "/tracks/<slug:track>/list"): IN_THE_REGISTER | {"others": 403},
    ("POST", "/tracks/<slug:track>/list/<int:listed>/end"): {"others": 404},
    # activities of a track that has a menu
    ("GET", "/tracks/<slug:track>/activities", "of a menu"): IN_THE_REGISTER,
    ("GET", "/tracks/<slug:track>/activities/import", "of a menu"): KEPT_IN_THE_REGISTER,
    ("POST", "/tracks/<slug:track>/activities/import", "of a menu"): KEPT_IN_THE_REGISTER | {"secretary": 422},
    ("GET", "/tracks/<slug:track>/activities/imports/<int:number>", "of a menu"): KEPT_IN_THE_REGISTER,
    # tables of a track that has some
    ("GET", "/tracks/<slug:track>/tables/<slug:table>", "of a menu"): IN_THE_REGISTER,
    ("GET", "/tracks/<slug:track>/tables/<slug:table>.docx", "of a menu"): IN_THE_REGISTER,
    ("GET", "/tracks/<slug:track>/tables/<slug:table>.docx", "of the compartment"): {"others": 404, "delegate": 403},
    ("POST", "/sessions/<ref:ref>/agenda/entries/<slug:track>/<int:nth>"): OF_A_SESSION | {"secretary": 303},
    ("POST", "/sessions/<ref:ref>/agenda/entries/<slug:track>/<int:nth>", "of the compartment"): OF_A_SESSION
    | {"secretary": 404},
    # what is kept apart there, of an open track: whose it would be is known, and there is nothing
    **{(method, f"/tracks/<slug:track>{path}"): row for method, path, row in APART},
    ("GET", "/tracks/<slug:track>.docx", "of the compartment"): {"others": 404, "delegate": 403},
    **{(method, f"/tracks/<slug:track>{path}", "of the compartment"): row for method, path, row in COMPARTMENT},
    # whether a paper is one of ours
    ("GET", "/verify"): {"others": 200, "outsider": 404, "admin": 403},
    ("POST", "/verify"): {"others": 422, "outsider": 404, "admin": 403},
    # the log, people, organisations, settings
    ("GET", "/log"): SECRETARIES | {"admin": 200},
    ("GET", "/people"): ADMINS,
    ("GET", "/people/new"): ADMINS,
    ("POST", "/people/new"): ADMINS | {"admin": 422},
    ("GET", "/people/<int:person>"): OF_THE_ADMINS,
    ("POST", "/people/<int:person>"): OF_THE_ADMINS | {"admin": 422},
    ("POST", "/people/<int:person>/password"): OF_THE_ADMINS | {"admin": 303},
    ("GET", "/people/<int:person>/links/<int:link>"): OF_THE_ADMINS,
    ("POST", "/people/<int:person>/links/<int:link>/revoke"): OF_THE_ADMINS | {"admin": 303},
    ("POST", "/people/<int:person>/factors"): OF_THE_ADMINS | {"admin": 303},
    ("POST", "/people/<int:person>/close"): OF_THE_ADMINS | {"admin": 303},
    ("POST", "/people/<int:person>/reopen"): OF_THE_ADMINS | {"admin": 303},
    # what takes a second person's word: the admin's proposal about the other secretary, for which an alternate is asked
    ("GET", "/mandates"): {"secretary": 200, "chair": 200, "focal point": 200, "admin": 200, "others": 403} | FOREIGN,
    ("GET", "/mandates/<int:mandate>"): OF_THE_ADMINS | {"secretary": 200},
    ("POST", "/mandates/<int:mandate>/confirm"): OF_THE_ADMINS | {"secretary": 403, "admin": 403},
    ("POST", "/mandates/<int:mandate>/decline"): OF_THE_ADMINS | {"secretary": 403, "admin": 403},
    ("POST", "/mandates/<int:mandate>/withdraw"): OF_THE_ADMINS | {"secretary": 403, "admin": 303},
    ("GET", "/mandates/new/<slug:kind>/<int:person>"): OF_THE_ADMINS,
    ("GET", "/mandates/new/<slug:kind>/<int:person>", "of a member"): OF_THE_ADMINS | {"focal point": 200},
    ("POST", "/mandates/new/<slug:kind>/<int:person>"): OF_THE_ADMINS | {"admin": 422},
    ("POST", "/mandates/new/<slug:kind>/<int:person>", "of a member"): OF_THE_ADMINS
    | {"admin": 422, "focal point": 422},
    ("GET", "/mandates/links/<int:link>"): {"others": 404, "admin": 200},
    # a side's own people, kept by its focal point
    ("GET", "/people/own"): {"focal point": 200, "others": 403} | FOREIGN,
    ("GET", "/people/own/new"): {"focal point": 200, "others": 403} | FOREIGN,
    ("POST", "/people/own/new"): {"focal point": 422, "others": 403} | FOREIGN,
    **{
        ("POST", f"/people/own/<int:member>/{act}", *who): {"others": 404} | row
        for act in ("password", "close", "reopen")
        for who, row in (((), {"focal point": 303}), (("of NATO",), {}))
    },
    ("GET", "/organisations"): ADMINS,
    ("GET", "/organisations/new"): ADMINS,
    ("POST", "/organisations/new"): ADMINS | {"admin": 422},
    ("GET", "/organisations/<slug:slug>/edit", "of the institute"): OF_THE_ADMINS,
    ("POST", "/organisations/<slug:slug>/edit", "of the institute"): OF_THE_ADMINS | {"admin": 422},
    ("GET", "/places/new"): ADMINS,
    ("POST", "/places/new"): ADMINS | {"admin": 422},
    ("GET", "/places/<slug:place>/edit"): OF_THE_ADMINS,
    ("POST", "/places/<slug:place>/edit"): OF_THE_ADMINS | {"admin": 422},
    ("GET", "/settings"): ADMINS,
    ("POST", "/settings"): ADMINS | {"admin": 422},
}

# What stands in an address where the route has a name for it; asked afresh in the planted world.
PLACES: dict[str, Callable[[], object]] = {
    "ref": lambda: REFS["next"],
    "token": lambda: "t" * 43,
    "key": lambda: "k" * 43,
    "number": lambda: 2,
    "imported": lambda: 1,
    "paper": lambda: "minutes",
    "slug": lambda: "cyber-defence",
    "place": lambda: "brussels",
    "person": lambda: db.scalar(select(Person.id).where(Person.email == ROLES["outsider"])),
    "member": lambda: _person("delegate.kosovo@kosovo.example"),
    "mandate": lambda: db.scalar(select(Mandate.id)),
    "kind": lambda: "close",
    "verb": lambda: "postpone",
    "change": lambda: db.scalar(select(func.min(SessionChange.id))),  # in force: no row moves the next session
    "link": lambda: db.scalar(select(func.max(PasswordLink.id))),
    "subscription": lambda: db.scalar(
        select(func.min(Subscription.id)).join(Person).where(Person.email == ROLES["secretary"])
    ),
    "organisation": lambda: "kosovo",
    "seat": lambda: _seat_of("delegate.kosovo@kosovo.example"),
    "engagement": lambda: db.scalar(select(Engagement.id).join(Session).where(Session.year == 2027)),
    "step": lambda: "suspend",
    "busy_list": lambda: db.scalar(
        select(BusyList.id).join(BusyList.party).where(Organisation.slug == "nato", BusyList.deleted_at.is_(None))
    ),
    "rung": lambda: "arrivals",
    "circulation": lambda: db.scalar(select(func.max(Circulation.id))),
    "objection": lambda: 1,
    "entry": lambda: 999,
    "item": lambda: db.scalar(
        select(AgendaItem.id).join(AgendaItem.agenda).join(Agenda.session).where(Session.year == 2027).limit(1)
    ),
    "citation": lambda: 999,
    "conclusion": lambda: 1,
    "development": lambda: _development(DevelopmentState.PROPOSED),
    "meeting": lambda: _meeting(MeetingState.PLANNED),
    "action": lambda: 999_999,
    "dispatch": lambda: db.scalar(select(Dispatch.id).where(Dispatch.key == "waits")),
    "notice": lambda: _notice_of("went"),
    "external": lambda: db.scalar(select(ExternalRound.id)),
    "mail": lambda: db.scalar(select(func.max(IncomingMail.id))),
    "factor": lambda: db.scalar(select(Factor.id).join(Factor.person).where(Person.email == ROLES["outsider"])),
    "track": lambda: "parliamentary-assembly",
    "nth": lambda: 1,
    "point": lambda: 1,
    "table": lambda: "needs",
    "placement": lambda: db.scalar(select(TrackPlacement.id).where(TrackPlacement.entry.has(track_slug=PA, number=1))),
    "listed": lambda: db.scalar(select(func.min(TrackMember.id))),
    "own_day": lambda: db.scalar(select(OwnDay.id)),
    "sign_in": lambda: db.scalar(select(SignIn.id).join(Person).where(Person.email == ROLES["delegate"])),
}


def _development(state: DevelopmentState) -> str:
    """The first entry of the log in this state, as addresses name it."""
    return db.scalars(select(Development).where(Development.state == state).order_by(Development.id)).first().ref


def _meeting(state: MeetingState) -> str:
    return db.scalars(select(Meeting).where(Meeting.state == state)).one().slug


def _person(email: str) -> int | None:
    return db.scalar(select(Person.id).where(Person.email == email))


def _seat_of(email: str) -> int | None:
    """A seat in the delegation to the next session."""
    own = select(Participant.id).join(Participant.person).join(Participant.session).where(Person.email == email)
    return db.scalar(own.where(Session.year == 2027))


def _notice_of(key: str) -> int | None:
    """The first notice of a telling."""
    return db.scalar(select(func.min(Notice.id)).join(Notice.dispatch).where(Dispatch.key == key))


# The same route once more, elsewhere: ("GET", "/sessions/<ref:ref>", "of the last session").
PLACES_OF: dict[str, dict[str, Callable[[], object]]] = {
    "of the session before last": {"ref": lambda: REFS["before last"]},
    "of the last session": {"ref": lambda: REFS["last"]},
    "of the session after next": {"ref": lambda: REFS["after next"]},
    "of no session": {"ref": lambda: "1999-1"},
    "of the last minutes": {
        "ref": lambda: REFS["last"],
        "item": lambda: 1,
        "paragraph": lambda: db.scalar(
            select(Paragraph.id)
            .join(Paragraph.item)
            .join(Minutes, Minutes.id == MinutesItem.minutes_id)
            .join(Minutes.session)
            .where(Session.year == 2026, Session.number == 2)
            .limit(1)
        ),
        "draft": lambda: 1,
        "edition": lambda: "cohost",
        "organisation": lambda: "nato",
        "number": lambda: 1,
        "rev": lambda: 2,
        "place": lambda: "secretary-nato",
        "wait": lambda: "minutes-approval",
        "thing": lambda: db.scalar(select(Minutes.id).join(Minutes.session).where(Session.number == 2)),
    },
    "of the minutes before last": {
        "ref": lambda: REFS["before last"],
        "edition": lambda: "cohost",
        "number": lambda: 1,
        "line": lambda: 999_999,
    },
    "that stands": {"development": lambda: _development(DevelopmentState.ACCEPTED)},
    "that was held": {"meeting": lambda: _meeting(MeetingState.HELD)},
    "that opens": {"token": lambda: token(db.scalars(select(PasswordLink.name)).one(), SECRET_KEY)},
    "of a draft": {"number": lambda: 1},
    "of NATO": {
        "organisation": lambda: "nato",
        "seat": lambda: _seat_of(ROLES["delegate"]),
        "member": lambda: _person(ROLES["delegate"]),
    },
    "of a member": {"person": lambda: _person("delegate.kosovo@kosovo.example")},
    "of the compartment": {"track": lambda: "military-to-military", "number": lambda: 1},
    "of a menu": {"track": lambda: "partnership-tools", "number": lambda: 1},
    "of the institute": {"slug": lambda: "institute"},
    "that is held": {"notice": lambda: _notice_of("held")},
}

# What is typed, where a row wants more than a pressed button.
TYPED: dict[tuple[str, str], dict[str, object]] = {}

# Reading these leaves one of the traces that practice §0.7 allows.
LEAVES_A_TRACE: set[tuple[str, str]] = {
    ("GET", "/sessions/<ref:ref>/agenda.docx"),
    ("GET", "/sessions/<ref:ref>/review.docx"),
    ("GET", "/sessions/<ref:ref>/minutes.docx"),
    ("GET", "/sessions/<ref:ref>/minutes/corrigenda/<int:number>.docx"),
    ("GET", "/sessions/<ref:ref>/communique.docx"),
    ("GET", "/circulations/<int:circulation>"),  # the first opening by whom the issue was addressed to
}


@pytest.fixture
def world(database: Sqlite | Postgres) -> Iterator[Planted]:
    yield planted(database)
    db.remove()


def test_every_route_is_in_the_matrix_and_nothing_else(app: Flask) -> None:
    routes = {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    rows = {key[:2] for key in MATRIX}
    assert sorted(routes - rows) == []
    assert sorted(rows - routes) == []


def test_every_row_speaks_of_every_role() -> None:
    known = {*ROLES, "others"}

    assert [key for key, row in MATRIX.items() if not set(row) <= known] == []
    assert [key for key, row in MATRIX.items() if "others" not in row and set(row) | {"nobody"} < set(ROLES)] == []
    assert [key for key in MATRIX if len(key) > 2 and key[2] not in PLACES_OF] == []


# What PostgreSQL answers is asked for one of each sort; `make test-long` asks it for the others too.
OF_EACH_SORT = ("secretary", "delegate", "co-host", "admin")


@pytest.mark.engines(slow="pg")
@pytest.mark.parametrize("role", OF_EACH_SORT)
def test_the_matrix_holds(role: str, world: Planted, app: Flask) -> None:
    _holds(role, world, app)


@pytest.mark.parametrize("role", [role for role in ROLES if role not in OF_EACH_SORT])
def test_the_matrix_holds_for_the_others(role: str, world: Planted, app: Flask) -> None:
    _holds(role, world, app)


def _holds(role: str, world: Planted, app: Flask) -> None:
    wrong = [line for key, row in MATRIX.items() for line in _differences(world, app, role, key, row)]

    assert "\n".join(wrong) == ""


def _differences(world: Planted, app: Flask, role: str, key: Key, row: Row) -> Iterator[str]:
    """In words, what this route answers otherwise than its row says, and what it changed though it should not have."""
    browser, path = world.browser(app, role), as_planted(app, world, key)
    expected = row.get(role, row.get("others") if role != "nobody" else None)
    before = stamp() if isinstance(world.database, Sqlite) else None
    answer = _ask(browser, key, path)
    after = stamp() if isinstance(world.database, Sqlite) else None
    if expected is None:
        asked = "/sign-in" in (answer.location or answer.text) or answer.status_code == 401
        if answer.status_code not in {302, 303, 400, 401} or not asked:
            yield f"{key[0]} {path}: {answer.status_code}, not to the sign-in"
    elif answer.status_code != expected:
        yield f"{key[0]} {path}: {answer.status_code}, not {expected}"
    acted = key[0] != "GET" and answer.status_code < 400
    if before != after and not acted and key[:2] not in LEAVES_A_TRACE and key[1] != "/sign-in":
        yield f"{key[0]} {path}: {answer.status_code}, and yet it changed something"
    if acted or before != after:
        world.restore()


_addresses: dict[tuple[type, Key], str] = {}


def as_planted(app: Flask, world: Planted, key: Key) -> str:
    """The address of a row in the world as it was planted: the same for every role, so the database is asked once."""
    known = type(world.database), key
    if known not in _addresses:
        _addresses[known] = address(app, key)
    return _addresses[known]


def address(app: Flask, key: Key) -> str:
    places = PLACES | (PLACES_OF[key[2]] if len(key) > 2 else {})
    rule = next(rule for rule in app.url_map.iter_rules() if rule.rule == key[1])
    path = rule.build({name: places[name]() for name in rule.arguments})
    db.remove()
    assert path is not None
    return path[1]


def _ask(browser: FlaskClient, key: Key, path: str) -> TestResponse:
    if key[0] == "GET":
        return browser.get(path)
    return submit(browser, path, TYPED.get((key[0], key[1]), {}))
