"""Words to look at before a text is signed off or goes out: shown, asked once, kept; nothing asked where none is."""

import html
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from dialogue.db import db
from dialogue.domain.communiques import Communique
from dialogue.domain.editions.designation import Designation
from dialogue.domain.settings import Settings
from dialogue.domain.wording import LetStand, Where
from dialogue.domain.wording.terms import TERMS
from dialogue.web import wording
from dialogue.web.wording import RULES, place
from tests.web.browser import submit

Browse = Callable[[str], FlaskClient]
THEIRS = "secretary.prishtina@dialogue.example"
ONE = "/sessions/2027-1/communique"
CLEAN = {"title": "Joint communiqué", "text": "Both sides met in Prishtina.", "embargo": ""}
OUTSIDE = CLEAN | {"text": "Both sides met in Prishtina, at the state border.\n\nThe President of Kosovo spoke."}
LOOK = "Words to look at"


def fields(page: str, level: str = "") -> dict[str, str]:
    """What the form with the tick carries unseen; `level`: that of this edition."""
    forms = [one.split("</form>")[0] for one in page.split("<form")[1:]]
    wanted = f'name="level" value="{level}"' if level else 'name="stands"'
    form = next(one for one in forms if 'name="stands"' in one and wanted in one)
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)
    return {name: html.unescape(value) for name, value in found if name not in {"csrf_token", "form_key"}}


def said() -> list[LetStand]:
    db.remove()
    return list(db.scalars(select(LetStand).order_by(LetStand.id)))


def signed_by() -> list[str]:
    db.remove()
    return [one.given_by.email for one in db.scalars(Communique.of_ref("2027-1")).one().sign_offs]


def begun(browse: Browse, words: dict[str, str]) -> FlaskClient:
    ours = browse("secretary")
    assert submit(ours, ONE, words).location == ONE
    return ours


def sign(client: FlaskClient, **more: str) -> TestResponse:
    page = client.get(ONE).text
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen is not None
    carried = fields(page) if LOOK in page else {"seen": seen[1]}
    return submit(client, f"{ONE}/sign-off", carried | more)


def test_where_nothing_is_found_nothing_is_asked_and_nothing_is_kept(browse: Browse) -> None:
    ours = begun(browse, CLEAN)

    assert LOOK not in ours.get(ONE).text
    assert sign(ours, stands="y", stands_why="For no reason").status_code == 303
    assert said() == []


def test_what_is_found_stands_on_the_page_with_its_place_and_what_to_write_instead(browse: Browse) -> None:
    page = html.unescape(begun(browse, OUTSIDE).get(ONE).text)

    part = page.split(LOOK)[1].split("</section>")[0]
    lines = [re.sub("<[^>]+>", "", one).strip() for one in re.findall("<li>(.*?)</li>", part, re.DOTALL)]
    assert lines == [
        "text: state border, state border. To write instead: the administrative boundary line",
        (
            "text: President of Kosovo, title of office. To write instead: "
            "the name without the title, or “the head of the delegation”"
        ),
    ]
    assert f'<a href="{ONE}/edit">text</a>' in part


def test_without_a_word_to_it_the_step_is_not_done_and_what_was_typed_is_kept(browse: Browse) -> None:
    ours = begun(browse, OUTSIDE)

    answer = sign(ours, stands_why="The heads agreed to these words.")

    assert answer.status_code == 422
    assert "say that the text goes out as it stands; or change them first" in answer.text
    assert "The heads agreed to these words." in answer.text
    assert (signed_by(), said()) == ([], [])


def test_with_the_tick_it_goes_on_and_the_decision_is_kept_and_stands_in_the_log(browse: Browse) -> None:
    ours = begun(browse, OUTSIDE)

    assert sign(ours, stands="y", stands_why="The heads agreed to these words.").status_code == 303

    assert signed_by() == ["secretary.brussels@dialogue.example"]
    (one,) = said()
    assert (one.kind, one.key, one.step, one.by.email) == (
        "communique", "2027-1", "sign-off", "secretary.brussels@dialogue.example",
    )  # fmt: skip
    assert (one.reason, [found.words for found in one.findings]) == (
        "The heads agreed to these words.", ["state border", "President of Kosovo"],
    )  # fmt: skip
    assert one.text_hash == db.scalars(Communique.of_ref("2027-1")).one().sign_offs[0].text_hash
    for address in (ONE, "/log"):
        page = html.unescape(browse(THEIRS).get(address).text)
        assert "Sign-off 2027-1: 2 findings" in page
        assert "The heads agreed to these words." in page and "President of Kosovo" in page


def test_who_may_not_read_the_text_does_not_read_the_decision(browse: Browse) -> None:
    assert sign(begun(browse, OUTSIDE), stands="y", stands_why="A reason of the two").status_code == 303

    assert "A reason of the two" in browse("secretary").get("/log").text
    assert "A reason of the two" not in browse("admin").get("/log").text


def test_it_is_asked_of_each_secretary_and_again_at_the_release(browse: Browse) -> None:
    ours, theirs = begun(browse, OUTSIDE), browse(THEIRS)
    assert [sign(one, stands="y").status_code for one in (ours, theirs)] == [303, 303]
    digest = db.scalars(Communique.of_ref("2027-1")).one().text_hash
    for chair in ("chair", "chair.kosovo@kosovo.example"):
        assert submit(browse(chair), f"{ONE}/approval", {"seen": digest}).status_code == 303

    page = ours.get(ONE).text
    without = submit(ours, f"{ONE}/release", {"level": "public"})
    ticked = submit(ours, f"{ONE}/release", fields(without.text, "public") | {"stands": "y"})

    assert page.count(LOOK) == len(Communique.KIND.levels)  # each edition has its own
    assert len(re.findall(r'id="([^"]+)"', page)) == len(set(re.findall(r'id="([^"]+)"', page)))
    assert (without.status_code, ticked.status_code) == (422, 303)
    assert [one.step for one in said()] == ["sign-off", "sign-off", "release public"]


def test_a_text_that_was_changed_meanwhile_is_said_first(browse: Browse) -> None:
    ours = begun(browse, OUTSIDE)
    carried = fields(ours.get(ONE).text)
    changed = OUTSIDE | {"text": "Another text, of both states.", "base_version": "1"}
    assert submit(browse(THEIRS), f"{ONE}/edit", changed).status_code == 303

    answer = submit(ours, f"{ONE}/sign-off", carried | {"stands": "y"})

    assert answer.status_code == 409
    assert "Somebody has changed the text since you opened it." in html.unescape(answer.text)
    assert (signed_by(), said()) == ([], [])


def test_what_is_found_by_another_profile_is_asked_anew(browse: Browse) -> None:
    ours = begun(browse, OUTSIDE | {"text": "At the state border, with the authorities in Kosovo."})
    carried = fields(ours.get(ONE).text)
    db.scalars(select(Settings)).one().designation = Designation.OWN
    db.commit()

    answer = submit(ours, f"{ONE}/sign-off", carried | {"stands": "y", "stands_why": "Typed"})

    assert answer.status_code == 422
    assert "What was found is not what it was when you opened this page." in answer.text
    assert "authorities in Kosovo" in answer.text and "Typed" in answer.text
    assert not re.search(r'name="stands"[^>]*checked', answer.text)
    assert said() == []


@pytest.mark.parametrize(
    ("where", "words"),
    [
        (Where("2.1", 14), "item 2.1, paragraph 14"),
        (Where("2.1", field="title"), "item 2.1, title"),
        (Where(paragraph=3, field="should read"), "paragraph 3, what it should read"),
        (Where(), "text"),
        (Where(field="heading"), "marking of the paper"),
    ],
)
def test_places_in_words(where: Where, words: str) -> None:
    assert place(where) == words


def test_every_rule_has_its_words() -> None:
    rules = {term.rule for terms in TERMS.values() for term in terms}

    assert set(RULES) == rules | {"name of a place", "name of a co-host", "name of a person", "marking"}
    assert {*wording.STEPS} >= {"sign-off", "freeze", "circulate", "release public"}
