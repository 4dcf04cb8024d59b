"""Words to look at before a text is signed off or goes out, as one piece for the pages of every kind of text.

It warns and never blocks: where something was found a secretary says once that the text goes out as it stands."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from wtforms import BooleanField, HiddenField

from dialogue.db import db
from dialogue.domain import wording
from dialogue.domain.editions import DOCUMENT_LEVELS, Level
from dialogue.domain.sessions import Session
from dialogue.domain.wording import HEADING, Finding, LetStand, Where, digest
from dialogue.i18n import gettext, lazy
from dialogue.queries.wording import findings as found_in
from dialogue.queries.wording import let_stand
from dialogue.web.forms import Form, Line
from dialogue.web.gate import me, now

SIGN_OFF, FREEZE, CIRCULATE, ACCEPT, ISSUE = "sign-off", "freeze", "circulate", "accept", "issue"
ADOPT, DRAFT, TAKE_IN = "adopt", "draft", "take in"  # an agenda; a conclusion of a session
PLAN, RECORD, ADD, AGREE = "plan", "record", "add", "agree"  # a meeting between the sessions
STEPS = {
    SIGN_OFF: lazy("Sign-off"),
    FREEZE: lazy("Provisional agenda"),
    CIRCULATE: lazy("Circulation"),
    ACCEPT: lazy("Acceptance by both sides"),
    ISSUE: lazy("Issue of a statement"),
    ADOPT: lazy("Adoption"),
    DRAFT: lazy("Draft conclusion"),
    TAKE_IN: lazy("Proposal taken in"),
    PLAN: lazy("Plan of a meeting"),
    RECORD: lazy("Conclusions of a meeting"),
    ADD: lazy("What is to be done after a meeting"),
    AGREE: lazy("Agreement to conclusions"),
    **{f"release {level.value}": lazy("Release") for level in DOCUMENT_LEVELS},
}
FIELDS = {
    "title": lazy("title"),
    "presenter": lazy("who presents it"),
    "papers": lazy("papers"),
    "speaker": lazy("speaker"),
    "owner": lazy("owner"),
    "function": lazy("functions in the list of participants"),
    "line": lazy("line without a number"),
    "should read": lazy("what it should read"),
    "claim": lazy("claim"),
    "venue": lazy("venue"),
    "office": lazy("office"),
    "action": lazy("what is to be done"),
    "amendments": lazy("amendments made at the opening"),
    HEADING: lazy("marking of the paper"),
}
RULES = {
    "name of a state": lazy("name of a state"),
    "title of office": lazy("title of office"),
    "organ of a state": lazy("organ of a state"),
    "state border": lazy("state border"),
    "statehood": lazy("statehood"),
    "two states": lazy("two states"),
    "name that denies": lazy("a name that denies the other side’s"),
    "asterisk without a footnote": lazy("an asterisk without a footnote"),
    "neutral name": lazy("a neutral name"),
    "administrative line": lazy("administrative line"),
    "name of a place": lazy("name of a place in another form"),
    "name of a co-host": lazy("name of a co-host, which readers of this edition do not have"),
    "name of a person": lazy("name of a person, which readers of this edition do not have"),
    "marking": lazy("a marking that the paper does not bear"),
}


class StandForm(Form):
    """`stands_found`: of which findings the page told, by their hash."""

    stands = BooleanField(lazy("Go out as it stands"))
    stands_why = Line(lazy("Reason"), limit=500)
    stands_found = HiddenField()


@dataclass(frozen=True, slots=True)
class Subject:
    """A text before one step: by which kind and key it is known, and where a place of it is worked on."""

    kind: str
    key: str
    session: Session | None
    leads: Callable[[Where], str]


@dataclass(frozen=True, slots=True)
class Look:
    """What was found before one step, and the form by which a secretary lets it stand."""

    of: Subject
    step: str
    findings: tuple[Finding, ...]
    form: StandForm
    asks: bool = False  # it was sent without a word to these findings

    @property
    def lines(self) -> list[tuple[str, str, Finding, str]]:
        """Each finding with its place, where that leads, and its rule in words."""
        return [(place(one.where), self.of.leads(one.where), one, rule(one.rule)) for one in self.findings]

    def keep(self, text_hash: str, of: Subject | None = None) -> None:
        """The decision, once the step is done: nothing was decided where nothing was found. `of`: the text, where the
        step has made it."""
        if self.findings:
            of = of or self.of
            session = of.session
            made = wording.let_stand(
                of.kind, of.key, self.step, self.findings, text_hash=text_hash,
                reason=self.form.stands_why.data or "", session_id=None if session is None else session.id,
                by=me(), at=now(),
            )  # fmt: skip
            db.add(made)


def look(of: Subject, step: str, made: Mapping[Level, Any]) -> Look:
    """For the page before the step."""
    found = found_in(of.session, made)
    return Look(of, step, found, _form(step, formdata=None, stands_found=digest(found)))


def sent(of: Subject, step: str, made: Mapping[Level, Any]) -> Look:
    """For the step itself: judged anew, for what was found may be another by now. Where it `asks`, its page is shown
    again with all that was typed."""
    found, form = found_in(of.session, made), _form(step)
    valid, same = form.validate(), form.stands_found.data == digest(found)
    asks = bool(found) and not (valid and same and form.stands.data)
    if asks and valid:  # a form of which nothing was found when it was opened names no findings
        form.stands.errors = [_ask(same=same or not form.stands_found.data)]
    form.stands.data, form.stands_found.data = form.stands.data and same, digest(found)
    return Look(of, step, found, form, asks)


def _form(step: str, **how: Any) -> StandForm:
    """A page may hold several, one for each edition: their fields have ids of their own."""
    form = StandForm(**how)
    for one in form:
        one.id = f"{step.replace(' ', '-')}-{one.id}"
        one.label.field_id = one.id
    return form


def _ask(*, same: bool) -> str:
    if same:
        return gettext("Please look at these words, and say that the text goes out as it stands; or change them first.")
    return gettext("What was found is not what it was when you opened this page. Please look at it again.")


def place(where: Where) -> str:
    """A place in the words of a secretary: "item 2.1, paragraph 14"."""
    parts = [
        gettext("item %(number)s", number=where.item) if where.item else "",
        gettext("paragraph %(number)d", number=where.paragraph) if where.paragraph else "",
        "" if where.field == "text" else str(FIELDS.get(where.field, where.field)),
    ]
    return ", ".join(filter(None, parts)) or gettext("text")


def rule(word: str) -> str:
    return str(RULES.get(word, word))


Told = tuple[LetStand, str, list[tuple[str, str, Finding, str]]]  # a decision, its step in words, its findings


def kept(of: Subject) -> list[Told]:
    """What was let stand in that text, for those who keep it: the newest first."""
    return [_told(one) for one in let_stand(of.kind, of.key)]


def of_ids(ids: Iterable[int]) -> dict[int, Told]:
    """These decisions, by their ids."""
    wanted = [*ids]
    found = db.scalars(select(LetStand).where(LetStand.id.in_(wanted))) if wanted else ()
    return {one.id: _told(one) for one in found}


def _told(one: LetStand) -> Told:
    lines = [(place(finding.where), "", finding, rule(finding.rule)) for finding in one.findings]
    return one, str(STEPS.get(one.step, one.step)), lines
