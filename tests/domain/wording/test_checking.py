"""What is found before a paper goes out: of planted words nearly all, in clean texts nearly nothing."""

import sys
import unicodedata
from collections.abc import Iterable

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from dialogue.domain.editions import Level, MinutesItemSheet, MinutesSheet, ParagraphLine
from dialogue.domain.editions.designation import PROFILES, Designation
from dialogue.domain.editions.texts import CommuniqueSheet
from dialogue.domain.text import MarkdownText
from dialogue.domain.wording import Bounds, Finding, Named, Where, check, check_each, digest, known_places
from dialogue.domain.wording.checking import kept, restored
from dialogue.domain.wording.terms import ANY, TERMS
from tests import corpus
from tests.rendering.word.sheets import heading

NEUTRAL, OWN = PROFILES[Designation.NONE], PROFILES[Designation.OWN]
NAMES = {
    "hosts": ("Institute for Security Policy", "ISPD"),
    "people": (Named("Arta", "Krasniqi"), Named("Jón", "Guðmundsson"), Named("Đorđe", "Nikolić")),
}


def bounds(profile=NEUTRAL, **more):
    places = known_places([("Prishtina", "Prishtina")], profile)
    return Bounds(**{"level": Level.PUBLIC, "profile": profile, "places": places} | more)


def sheet(text, title="Joint communiqué", **about):
    return CommuniqueSheet(heading=heading(**about), title=title, text=text)


def rules(text, given=None, **about):
    return [one.rule for one in check(sheet(text, **about), given or bounds(**NAMES))]


def found(text, given=None):
    return [one.words for one in check(sheet(text), given or bounds(**NAMES))]


def share(name: str, texts: Iterable[bool]) -> float:
    told = list(texts)
    sys.stdout.write(f"{name}: {sum(told)} of {len(told)} ({100 * sum(told) / len(told):.2f} %)\n")
    return sum(told) / len(told)


@pytest.mark.parametrize(("name", "profile"), [("faults", NEUTRAL), ("later", NEUTRAL), ("own", OWN)])
def test_of_planted_faults_nearly_all_are_found_by_their_own_rule(name, profile):
    given = bounds(profile, **NAMES)

    missed = [one for one in corpus.planted(name) if one.rule not in rules(one.text, given)]

    sys.stdout.writelines(f"{one}\n" for one in missed)
    assert share(f"found of {name}", (one not in missed for one in corpus.planted(name))) >= 0.99


@pytest.mark.parametrize(("name", "profile"), [("sentences", NEUTRAL), ("later", NEUTRAL), ("own", OWN)])
def test_in_clean_texts_nearly_nothing_is_found(name, profile):
    given = bounds(profile, **NAMES)

    wrong = [(text, found(text, given)) for text in corpus.clean(name) if found(text, given)]

    sys.stdout.writelines(f"{one}\n" for one in wrong)
    assert share(f"found in clean {name}", (bool(found(text, given)) for text in corpus.clean(name))) <= 0.02


def of_sentence(name, one):
    names = corpus.UNSEEN[name]
    people, lower = tuple(Named(*both) for both in names["people"]), one.level != "delegations"
    profile = PROFILES[Designation(one.profile)]
    given = bounds(
        profile, level=Level(one.level), hosts=tuple(names["hosts"]) if lower else (), people=people if lower else (),
        officials=people if profile.is_neutral else (),
    )  # fmt: skip
    return found(one.text, given)


@pytest.mark.parametrize("name", corpus.UNSEEN)
def test_of_sentences_that_were_written_apart_nearly_all_faults_are_found(name):
    sentences = [*corpus.unseen(name, "faults")]

    missed = [one for one in sentences if not any(map(one.is_met_by, of_sentence(name, one)))]

    sys.stdout.writelines(f"{one}\n" for one in missed)
    assert share(f"found of {name}", (one not in missed for one in sentences)) >= 0.99


@pytest.mark.parametrize("name", corpus.UNSEEN)
def test_in_clean_sentences_that_were_written_apart_nearly_nothing_is_found(name):
    sentences = [*corpus.unseen(name, "clean")]

    wrong = [one for one in sentences if of_sentence(name, one)]

    sys.stdout.writelines(f"{one}\n" for one in wrong)
    assert share(f"found in clean {name}", (one in wrong for one in sentences)) <= 0.02


def test_there_are_enough_sentences_to_measure_by():
    for name in ("first", "second"):
        assert len([*corpus.unseen(name, "faults")]) >= 300
        assert len([*corpus.unseen(name, "clean")]) >= 200


def test_a_finding_tells_place_words_rule_and_what_to_write_instead():
    assert check(sheet("They met in Pristina.", title="The state\nborder"), bounds()) == (
        Finding(Where(field="title"), "state border", "state border", "the administrative boundary line", Level.PUBLIC),
        Finding(Where(field="text"), "Pristina", "name of a place", "Prishtina", Level.PUBLIC),
    )


def test_the_same_words_at_one_place_are_told_once():
    assert len(check(sheet("The state border. Again the state border."), bounds())) == 1


@pytest.mark.parametrize("profile", [one for one in PROFILES if PROFILES[one].is_neutral], ids=str)
def test_every_neutral_profile_finds_a_name_of_a_state(profile):
    assert rules("The Republic of Kosovo", bounds(PROFILES[profile])) == ["name of a state"]


def test_an_asterisk_is_right_where_there_is_a_footnote():
    assert rules("In Kosovo* alone.", bounds(PROFILES[Designation.EU])) == []
    assert rules("In Kosovo* alone.", bounds(PROFILES[Designation.NONE])) == ["asterisk without a footnote"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("“the state border”", []),
        ("“the state\nborder”", []),
        ("“the state border", ["state border"]),  # never closed: it would exempt all that follows
        ("“They wrote”\n\nthe state border\n\n“and left”", ["state border"]),
        ("_the state border_ and the state border", ["state border"]),
        ("Parties' state border, as the Parties' call it", ["state border"]),
        ("state_border and _state_ border", ["state_border", "state_ border"]),
    ],
)
def test_what_is_quoted_or_in_italics_is_somebody_elses(text, told):
    assert found(text, bounds()) == told


def test_a_title_has_no_marks_and_so_no_italics():
    assert [one.where.field for one in check(sheet("", title="_The state border_"), bounds())] == ["title"]


def test_a_quotation_of_old_begins_its_line():
    text = "> the state border\n\nthe frontier"

    assert found(MarkdownText(text), bounds()) == []
    assert found(text, bounds()) == ["state border"]


def test_a_paragraph_in_another_language_spells_a_place_as_that_language_does():
    def minutes(language):
        line = ParagraphLine(number=1, kind="statement", text="Takimi në Prishtinë.", language=language)
        item = MinutesItemSheet(number="1", title="Opening", paragraphs=(line,))
        return MinutesSheet(heading=heading(), items=(item,))

    assert check(minutes("sq-AL"), bounds()) == ()
    assert [one.where for one in check(minutes(""), bounds())] == [Where("1", 1)]


def test_within_cyrillic_a_name_in_cyrillic_is_right():
    assert rules("Састанак у граду Приштина је отворен.", bounds()) == []
    assert rules("The meeting in Приштина was opened.", bounds()) == ["name of a place"]


@pytest.mark.parametrize(
    ("records", "profile", "right"),
    [
        ([("Prishtina", "Pristina")], NEUTRAL, "Pristina"),
        ([("Prishtina", "Pristina")], OWN, "Prishtina"),
        ([("Elsewhere", "Elsewhere")], NEUTRAL, "Pristina"),
        ([], OWN, "Prishtina"),
    ],
)
def test_the_record_of_a_city_tells_its_right_form(records, profile, right):
    assert known_places(records, profile)[0][0] == right
    assert right not in known_places(records, profile)[0][1:]


def test_a_name_may_have_a_comma_and_an_apostrophe():
    given = bounds(hosts=("University of the Arts, Faculty of Law",), people=(Named("Siobhán", "O’Neill"),))

    assert found("The University of the Arts, Faculty of Law, and Siobhan O'Neill’s talk.", given) == [
        "University of the Arts, Faculty of Law",
        "Siobhan O'Neill’s",
    ]


def test_a_name_of_one_word_is_told_by_its_capital():
    given = bounds(people=(Named("Anna", "Berg"),), hosts=("Institute",))

    assert rules("The berg and the institute.", given) == []
    assert rules("Berg of the Institute.", given) == ["name of a person", "name of a co-host"]


@pytest.mark.parametrize(
    ("marking", "text", "told"),
    [
        ("LIMITE", "It is LIMITE.", []),
        ("LIMITED DISTRIBUTION", "It is LIMITE.", ["marking"]),
        ("TLP:AMBER", "Marked TLP: AMBER by them.", []),
        ("", "Marked NATO\nUNCLASSIFIED by them.", ["marking"]),
        ("", "It is limited, unclassified.", []),
    ],
)
def test_a_marking_in_the_text_that_the_paper_does_not_bear(marking, text, told):
    assert rules(text, bounds(), marking=marking) == told


def test_a_paper_without_the_marking_that_the_settings_give_it():
    given = bounds(marking="LIMITED DISTRIBUTION")

    assert rules("They met.", given) == []
    assert check(sheet("They met.", marking=""), given)[0] == Finding(
        Where(field="heading"), "", "marking", "LIMITED DISTRIBUTION", Level.PUBLIC
    )


def test_what_stands_in_several_editions_is_told_of_the_first():
    text = sheet("The state border in Prishtina.")
    editions = [(text, bounds(level=level)) for level in (Level.DELEGATIONS, Level.PUBLIC)]
    editions.append((text, bounds(level=Level.PUBLIC, people=(Named("Anna", "Prishtina"),))))

    assert [(one.rule, one.level) for one in check_each(editions)] == [
        ("state border", Level.DELEGATIONS),
        ("name of a person", Level.PUBLIC),
    ]


def test_findings_are_known_by_their_hash_and_kept_as_they_were():
    one = check(sheet("The state border in Pristina."), bounds())

    assert restored(kept(one)) == one
    assert digest(one) != digest(one[:1]) != digest(()) == ""
    assert digest(one) == digest(restored(kept(one)))


FRAMES = (
    "{}", "They met. {} was mentioned.", "It was said that {} would follow.", "- {}\n- others", "(a) {};\n(b) others",
    "In short: {}.", "**{}** was mentioned.", "One of them ({}) was mentioned.", "They spoke of\n{} at length.",
)  # fmt: skip
VARIANTS = {
    "as it is": str,
    "capitals": str.upper,
    "each word large": lambda words: " ".join(one[:1].upper() + one[1:] for one in words.split(" ")),
    "no-break blanks": lambda words: words.replace(" ", "\N{NO-BREAK SPACE}"),
    "double blanks": lambda words: words.replace(" ", "  "),
    "a line end": lambda words: words.replace(" ", "\n", 1),
    "a hyphen": lambda words: words if "," in words else words.replace(" ", "-", 1),
    "a soft hyphen": lambda words: words[:3] + "\N{SOFT HYPHEN}" + words[3:],
    "parted": lambda words: f"{words[:3]}-\n{words[3:]}" if words[2:4].isalpha() else words,
    "marks apart": lambda words: unicodedata.normalize("NFD", words),
}


def said(term):
    """The words of a term, as a writer may put them."""
    words = [
        ("affairs" if ANY in step.words else min(step.words))
        + {"'": "’s", ",": ",", "*": "*", "%": "et"}.get(step.how, "")
        for step in term.steps
    ]
    return " ".join(words)


@drawn(
    st.sampled_from(
        [(name, term) for name in TERMS for term in TERMS[name] if term.rule != "asterisk without a footnote"]
    ),
    st.sampled_from(sorted(VARIANTS)),
    st.sampled_from(FRAMES),
    st.sampled_from(["", "’s", "s"]),
)
@settings(max_examples=400)
def test_every_term_is_found_in_every_form_and_frame(one, variant, frame, ending):
    name, term = one
    last = term.steps[-1].how
    ending = {"s": "s" if last == "~" else "", "’s": "" if last in {"!", "%", "'"} else "’s"}.get(ending, "")
    profile = next(one for one in PROFILES.values() if name in one.terms)

    text = frame.format(VARIANTS[variant](said(term) + ending))

    assert check(sheet(text, title=""), bounds(profile)), text


@drawn(
    st.sampled_from([Named(*one) for name in ("first", "second") for one in corpus.UNSEEN[name]["people"]]),
    st.sampled_from(
        ["{0} {1}", "{2}. {1}", "Mr {1}", "{1}, {0},", "{1} {0}", "Ms {1}’s paper", "Dr\N{NO-BREAK SPACE}{1}"]
    ),
    st.sampled_from(["as it is", "capitals", "no-break blanks", "marks apart", "marks lost", "a line end"]),
    st.sampled_from(FRAMES),
)
@settings(max_examples=400)
def test_every_person_is_found_in_every_form_and_frame(one, form, variant, frame):
    ways = VARIANTS | {
        "marks lost": lambda words: "".join(
            c for c in unicodedata.normalize("NFKD", words) if not unicodedata.combining(c)
        )
    }
    text = frame.format(ways[variant](form.format(one.given, one.family, one.given[0])))

    assert "name of a person" in rules(text, bounds(people=(one,))), text


@drawn(
    st.sampled_from([(right, form) for right, *forms in bounds().places for form in forms]),
    st.sampled_from(sorted({*VARIANTS} - {"a hyphen"})),
    st.sampled_from(FRAMES),
    st.sampled_from(["", "’s"]),
)
@settings(max_examples=400)
def test_every_form_of_a_place_is_found_in_every_frame(one, variant, frame, ending):
    right, form = one
    text = frame.format(VARIANTS[variant](form + ending))

    judged = [one.instead for one in check(sheet(f"The words are these. {text}", title=""), bounds())]
    assert judged == [right], text
