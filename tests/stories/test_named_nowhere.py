"""A compartment is named in no text that somebody reads who is on no list: not when it is written, and not when it goes
on towards its readers, whenever it was written.

Which forms there are is asked of their classes and of the URL map, which texts of the kinds that the product knows."""

import html

import pytest
from flask import Flask
from sqlalchemy import Text as Words
from sqlalchemy import select

from dialogue.db import db
from dialogue.domain.base import Base
from dialogue.domain.text import Prose
from dialogue.web.forms import Form, Text
from tests.planted import Planted
from tests.stories.forms import classes
from tests.stories.sending import every_form, send, texts_of

NAMED = "As agreed under MM/2."
REFUSED = "This is read by people for whom a track with a list of its own is not there; it cannot name “MM/2”."
# Every form that may name one, with the reason.
MAY = {
    "Unkeyed": "nobody is signed in, and nothing of it is read by anybody",
    "DraftForm": "what its writer alone reads, of a paragraph that is not saved",
    "ObjectionForm": "an objection costs nothing else",
    "SourceForm": "a text that is judged line by line, each of which refuses it; nobody else reads it before",
    "RecordForm": "an objection as it was said",
    "WordsForm": "an objection counts whatever it says",
    **dict.fromkeys(
        ("Apart", "OfEntry", "AttachForm", "EntrustForm", "OwnReportForm", "OwnAssignmentForm", "OwnDropForm"),
        "what a compartment keeps apart, which its list alone reads",
    ),
}
# Refused for another reason wherever the demonstration lets it be sent.
UNTRIED = {
    "ActionForm", "AdoptionForm", "AnswerForm", "CallForm", "ChangeForm", "CirculationForm", "CommentForm",
    "ConclusionsForm", "ConveneForm", "CorrectionForm", "DeclineForm", "HandBackForm", "KeepForm", "MorePasskeyForm",
    "MoveForm", "NewParagraphForm", "PaperForm", "ReinstateForm", "ToldForm", "WaiverForm",
}  # fmt: skip


def test_every_form_refuses_it_but_for_those_that_stand_here_with_their_reason() -> None:
    may = {form.__name__ for form in classes() if form.may_name}

    assert may == MAY.keys() - {"Unkeyed"}
    fields = {getattr(form, name).field_class for form in classes() for name in texts_of(form)}
    assert {field.__name__ for field in fields if field.pre_validate is not Text.pre_validate} == set()


@pytest.mark.slow
def test_no_form_of_the_url_map_takes_it(world: Planted, application: Flask) -> None:
    """What is refused for another reason first, in the demonstration as it stands, tells nothing; few forms are."""
    taken, refused = list[str](), set[type[Form]]()
    for _, texts, sent in every_form(world, application):
        typed = {name: NAMED for form, name in texts if not form.may_name}
        for role, path, empty in sent if typed else ():
            answer = send(world.browser(application, role), path, typed, empty)
            if answer.status_code == 422 and REFUSED in html.unescape(answer.text):
                refused |= {form for form, _ in texts}
            elif answer.status_code < 400 and (where := _written()):
                taken.append(f"{path}, {role}: {where}")
            world.restore()

    assert "\n".join(taken) == ""
    asked = [form for form in classes() if not (form.may_name or form.__subclasses__()) and any(texts_of(form))]
    assert {form.__name__ for form in asked if form not in refused} == UNTRIED


def _written() -> list[str]:
    """In which columns it stands that somebody else than its writer reads."""
    return [
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        if table.name != "paragraph_drafts"
        for column in table.columns
        if isinstance(column.type, Words | Prose) and db.scalar(select(column).where(column.contains(NAMED)).limit(1))
    ]
