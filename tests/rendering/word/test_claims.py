"""What a paper says of itself: the same each time, kept by other programs, and read from any file without harm."""

import io
import struct
import zipfile
from functools import partial

import pytest
from docx import Document

from dialogue.domain.editions import Level, fingerprint
from dialogue.rendering.word import agenda, claims, minutes, participants
from dialogue.rendering.word.claims import Claim
from dialogue.rendering.word.opened import Unreadable
from tests.rendering.word import sheets
from tests.rendering.word.checks import faults

HASH = "ab" * 32


def zipped(*members, **more):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, **more) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def claiming(xml):
    return zipped(("[Content_Types].xml", "<Types/>"), (claims.PART, xml))


def properties(text, before=""):
    return (
        f'{before}<Properties xmlns="{claims.PROPERTIES}" xmlns:vt="{claims.TYPES}">'
        f'<property fmtid="{claims.FORMAT}" pid="2" name="Paper"><vt:lpwstr>{text}</vt:lpwstr></property></Properties>'
    )


@pytest.mark.parametrize(
    ("module", "sheet", "kind"),
    [
        (agenda, sheets.agenda(), "agenda"),
        (minutes, sheets.minutes(), "minutes"),
        (participants, sheets.participants(), "participants"),
    ],
)
def test_every_paper_of_a_session_says_what_it_is_and_is_sound(module, sheet, kind):
    blob = module.render(sheet)

    said = claims.read(blob)
    assert said is not None
    assert (said.kind, said.level, said.reference) == (kind, sheet.heading.edition, sheet.heading.reference)
    assert said.text_hash == (getattr(sheet, "text_hash", "") or fingerprint(sheet))
    assert faults(blob) == []
    assert module.render(sheet) == blob


def test_the_claim_survives_another_program_that_saves_the_file():
    blob, out = agenda.render(sheets.agenda()), io.BytesIO()
    document = Document(io.BytesIO(blob))
    document.add_paragraph("Added on the way.")
    document.save(out)

    assert out.getvalue() != blob
    assert claims.read(out.getvalue()) == claims.read(blob)


def test_a_claim_is_read_as_it_was_written():
    claim = Claim("agenda", "REV 2", Level.COHOST, "HLD/2026/2", HASH)

    assert claims.read(claiming(properties(str(claim)))) == claim


@pytest.mark.parametrize("text", ["", "a|b|c", "minutes||nobody|r|h", "x" * 9000, "|" * 200])
def test_a_file_that_says_nothing_of_ours_says_nothing(text):
    assert claims.read(claiming(properties(text))) is None


def test_a_word_file_of_somebody_else_says_nothing():
    out = io.BytesIO()
    Document().save(out)

    assert claims.read(out.getvalue()) is None


def many(n):
    return zipped(("[Content_Types].xml", ""), *((f"{i}.xml", "") for i in range(n)))


def lying(size):
    """An archive whose list of entries says that one of them is this large."""
    blob = bytearray(zipped(("[Content_Types].xml", "x"), ("a", "y")))
    at = blob.index(b"PK\x01\x02")
    struct.pack_into("<L", blob, at + 24, size)
    return bytes(blob)


def twice():
    with pytest.warns(UserWarning, match="Duplicate name"):
        return zipped(("[Content_Types].xml", ""), (claims.PART, properties("a")), (claims.PART, properties("b")))


def locked():
    blob = bytearray(claiming(properties("x")))
    for head, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = blob.find(head)
        while at >= 0:
            blob[at + flags] |= 1
            at = blob.find(head, at + 4)
    return bytes(blob)


def bomb():
    return zipped(("[Content_Types].xml", ""), ("word/document.xml", b"\0" * 40_000_000))


BILLION = "<!DOCTYPE l [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;'>]>"
FILE = "<!DOCTYPE l [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
NETWORK = "<!DOCTYPE l SYSTEM 'http://127.0.0.1:9/x.dtd'>"
WHOLE = claiming(properties("x"))
UNSAFE = {  # what takes long to make is made when it is asked for
    "nothing": b"",
    "a text": b"What was said.",
    "a picture": b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
    "a head alone": b"PK\x03\x04" + b"\0" * 100,
    "an end alone": b"PK\x05\x06" + b"\0" * 18,
    "an archive without a list of types": zipped((claims.PART, properties("x"))),
    "an archive cut short": WHOLE[: len(WHOLE) // 2],
    "an archive behind something else": b"%PDF-1.7\n" + WHOLE,
    "too many entries": many(2_001),
    "very many entries": partial(many, 30_000),
    "a bomb": bomb,
    "a part that says it is huge": lying(0xF0000000),
    "two parts of one name": twice,
    "a large part": claiming(properties("x" * 70_000)),
    "no XML": claiming("<Properties"),
    "entities": claiming(properties("&c;", BILLION)),
    "a file from outside": claiming(properties("&a;", FILE)),
    "a type from the network": claiming(properties("x", NETWORK)),
    "a way of packing that we have none of": WHOLE.replace(b"\x08\x00", b"\x63\x00"),
    "a password": locked(),
}


@pytest.mark.parametrize("what", UNSAFE)
def test_a_file_that_is_no_word_file_or_not_safe_is_not_looked_into(what):
    blob = UNSAFE[what]() if callable(UNSAFE[what]) else UNSAFE[what]

    with pytest.raises(Unreadable):
        claims.read(blob)


def test_a_paper_in_which_a_byte_is_another_says_the_same_or_nothing():
    blob = agenda.render(sheets.agenda())
    said = []
    for at in range(0, len(blob), 97):
        broken = bytearray(blob)
        broken[at] ^= 0xFF
        try:
            said.append(claims.read(bytes(broken)))
        except Unreadable:
            said.append(None)

    assert {one for one in said if one is not None} == {claims.read(blob)}
    assert None in said
