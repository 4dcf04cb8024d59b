"""PDF files for tests, made by hand: of objects, in a plain table or in a compressed stream of objects."""

import io
import zlib

from pypdf import PdfWriter

CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"


def stream(data, head=b"", *, packed=True):
    data = zlib.compress(data) if packed else data
    how = b" /Filter /FlateDecode" if packed else b""
    return b"<< /Length %d%s %s >>\nstream\n%s\nendstream" % (len(data), how, head, data)


def pdf(*more, catalog=CATALOG, pages=PAGES, page=PAGE, trailer=b""):
    """A file of one page; `more` are further objects, from number 4 on."""
    objects = [catalog, pages, page, *more]
    made, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    begin = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    made += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, begin)
    return bytes(made)


def packed(*more, catalog=CATALOG, page=PAGE):
    """The same with all objects in one compressed stream, which no search through the bytes finds."""
    objects = [catalog, PAGES, page, *more]
    heads, bodies = [], b""
    for number, content in enumerate(objects, 1):
        heads.append(b"%d %d" % (number, len(bodies)))
        bodies += content + b"\n"
    first = b" ".join(heads) + b"\n"
    holder, table = len(objects) + 1, len(objects) + 2
    made = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
    at_holder = len(made)
    head = b"/Type /ObjStm /N %d /First %d" % (len(objects), len(first))
    made += b"%d 0 obj\n%s\nendobj\n" % (holder, stream(first + bodies, head))
    at_table = len(made)
    rows = b"\x00\x00\x00\x00\xff" + b"".join(
        b"\x02" + holder.to_bytes(3, "big") + bytes([n]) for n in range(len(objects))
    )
    rows += b"".join(b"\x01" + place.to_bytes(3, "big") + b"\x00" for place in (at_holder, at_table))
    head = b"/Type /XRef /Size %d /W [1 3 1] /Root 1 0 R" % (table + 1)
    made += b"%d 0 obj\n%s\nendobj\n" % (table, stream(rows, head))
    return made + b"startxref\n%d\n%%%%EOF\n" % at_table


def bearing(*lines):
    """A page with these lines in letters that can be read."""
    told = b"".join(b"(%s) Tj 0 -20 Td " % line for line in lines)
    fonts = b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
    page = PAGE[:-2] + b"/Contents 4 0 R " + fonts + b" >>"
    return pdf(stream(b"BT /F1 12 Tf 72 700 Td %sET" % told, packed=False), page=page)


def scan(size=None):
    """A page with a picture, of so many bytes where it matters."""
    page = PAGE[:-2] + b"/Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>"
    picture = b"/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8"

    def made(filling):
        return pdf(stream(b"q 595 0 0 842 0 0 cm /I Do Q"), stream(b"\x7f" * 64, picture),
                   stream(b"\0" * filling, packed=False), page=page)  # fmt: skip

    if size is None:
        return made(0)
    file = made(size - len(made(0)))
    return made(size - len(made(0)) - (len(file) - size))


def photographed(jpeg, width, height):
    """A page that is a picture, as scanners make them."""
    page = PAGE[:-2] + b"/Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>"
    head = b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB /BitsPerComponent 8" % (
        width,
        height,
    )
    picture = stream(jpeg, head + b" /Filter /DCTDecode", packed=False)
    return pdf(stream(b"q 595 0 0 842 0 0 cm /I Do Q"), picture, page=page)


def locked():
    """One that opens without a password, and may not be changed."""
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.encrypt("", "owner", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()
