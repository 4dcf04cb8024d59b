"""What people type and paste into texts, what it reads as, and how to read that off a page or a paper."""

from docx.oxml.ns import qn

# What was typed, and what is to be read: a string for each paragraph and point, in which a bullet is "• ".
CASES = {
    "T1": ("Kosovo(*) and the EU(*) were mentioned.", ["Kosovo(*) and the EU(*) were mentioned."]),
    "T2": (
        "* This designation is without prejudice to positions on status, and is in line with UNSCR 1244/1999.",
        ["* This designation is without prejudice to positions on status, and is in line with UNSCR 1244/1999."],
    ),
    "T4": ("> 2 per cent of GDP is the goal.", ["> 2 per cent of GDP is the goal."]),
    "T8": ("_emphasis_ and **strong**\n\n- one\n- two", ["emphasis and strong", "• one", "• two"]),
    "L1": (
        "The Parties agreed:\n•\tto hold an expert meeting;\n•\tto name three experts.",
        ["The Parties agreed:", "• to hold an expert meeting;", "• to name three experts."],
    ),
    "L2": (
        "The Parties agreed to:\n(a) hold an expert meeting;\n(b) name three experts.",
        ["The Parties agreed to:\n(a) hold an expert meeting;\n(b) name three experts."],
    ),
    "L4": ("Participants:\nArta Krasniqi\nJón Guðmundsson", ["Participants:\nArta Krasniqi\nJón Guðmundsson"]),
    "N1": ("1. Cyber defence\n3. Energy security", ["1. Cyber defence", "3. Energy security"]),
    "N2": ("1. maj\n3. maj\n7. jun", ["1. maj", "3. maj", "7. jun"]),
    "N4": ("3. c\n4. d\n\n5. e\n\nText between.\n\n6. f", ["3. c", "4. d", "5. e", "Text between.", "6. f"]),
    "I1": (
        "First paragraph.\n\n\tSecond paragraph, indented as Word does it.",
        ["First paragraph.", "Second paragraph, indented as Word does it."],
    ),
    "a second footnote": ("** ICJ opinion.\nKosovo** and **", ["** ICJ opinion.\nKosovo** and **"]),
    "two footnotes in a row": ("Kosovo(**) and Serbia(**), *** too", ["Kosovo(**) and Serbia(**), *** too"]),
    "one footnote after the other": ("*Kosovo and *Serbia. *) is a note", ["*Kosovo and *Serbia. *) is a note"]),
    "signs of programs": (
        "# 1, #2\n===\n---\n***\n`code` ~~gone~~ ```\n| a | b |\n|---|---|\n\\n \\* &amp; &nbsp; <classified> <b>",
        ["# 1, #2\n===\n---\n***\n`code` ~~gone~~ ```\n| a | b |\n|---|---|\n\\n \\* &amp; &nbsp; <classified> <b>"],
    ),
    "references": (
        "C-M(2002)49, OC/2026/2/07, [paragraphs 14 to 19 not reproduced] […] [x](y) [ref]: z",
        ["C-M(2002)49, OC/2026/2/07, [paragraphs 14 to 19 not reproduced] […] [x](y) [ref]: z"],
    ),
    "underscores": (
        "snake_case_word __init__ 2_000 a_b_c _ __ ______ _open and x_",
        ["snake_case_word __init__ 2_000 a_b_c _ __ ______ open and x"],
    ),
    "no underscores": (
        "snake_case_word __init__ 2_000 _ __ ______ _open",
        ["snake_case_word __init__ 2_000 _ __ ______ _open"],
    ),
    "addresses": (
        "See https://nato.int/a_b_(c)?x=*1*, mailto:x@y.example or _first_.last_@y.example.",
        ["See https://nato.int/a_b_(c)?x=*1*, mailto:x@y.example or _first_.last_@y.example."],
    ),
    "looks": (
        "**bold**, _italics_, **_both_**, (**this**), 5**2**3, **a\nb**",
        ["bold, italics, both, (this), 5**2**3, **a\nb**"],
    ),
    "looks within words": ("in**side** and **out**side", ["in**side** and **out**side"]),
    "looks that cross": ("**a _b** c_, _d **e_ f**", ["a _b c_, d **e f**"]),
    "bullets of Word": (
        "\uf0b7\tone\no\ttwo\n\uf0a7\tthree\n–\tfour\n-\tfive\n• six",
        ["• one", "o two", "• three", "– four", "• five", "• six"],
    ),
    "numbers of Word": ("1.\tone\n12)\ttwo\n(c)\tthree", ["1. one", "12) two", "(c) three"]),
    "points within points": ("1. a\n   - b\n\t- c\n2. d", ["1. a", "• b", "• c", "2. d"]),
    "a point of two lines": ("- a\n  goes on\nafter it", ["• a\ngoes on", "after it"]),
    "no points": ("-5 degrees\n- \n1.\n1.5 per cent\n01. x\n2026. godine\n— dash\n– dash\n•dot", [
        "-5 degrees\n-\n1.\n1.5 per cent\n01. x\n2026. godine\n— dash\n– dash\n•dot"
    ]),
    "unseen": (
        "soft\xadhyphen, no\xa0break\u202f1, join\u200dz, e\u0301, trailing  \n  leading",
        ["softhyphen, no\xa0break\u202f1, joinz, \xe9, trailing\nleading"],  # what nobody sees is left out
    ),
    "line ends": ("a\r\nb\rc\x85d\u2028e\u2029f\vg\fh", ["a\nb\nc\nd\ne\nf\ng\nh"]),
    "scripts": ("Записник _о_ састанку\n**مرحبا** بالعالم — “so”", ["Записник о састанку\nمرحبا بالعالم — “so”"]),
}  # fmt: skip

# All of them as one text: each behind a paragraph of its own, so that none goes on where another ended.
TOGETHER = "\n\n".join(f"Case {name}:\n\n{typed}" for name, (typed, _) in CASES.items())
READ = [words for name, (_, read) in CASES.items() for words in (f"Case {name}:", *read)]


def on_page(element):
    """The paragraphs and points below an element of a page, in order."""
    return [_words(one) for one in element.iter("p", "li") if one.tag == "li" or one.getparent().tag != "li"]


def _words(element):
    """Its own words, without those of a list within it; where a line ends, the browser ends it."""
    shown = [element.text or ""]
    for child in element:
        if child.tag in {"ul", "ol"}:
            break
        shown += ["\n" if child.tag == "br" else _words(child), (child.tail or "").removeprefix("\n")]
    words = "".join(shown).strip(" \n").replace("\t", " ")
    return f"• {words}" if element.tag == "li" and element.get("class") != "marked" else words


def on_paper(paragraphs):
    """The same of the paragraphs of a paper."""
    found = []
    for p in paragraphs:
        words = "".join(
            t.text or "" if t.tag == qn("w:t") else "\n" if t.tag == qn("w:br") else " "
            for t in p.iter(qn("w:t"), qn("w:br"), qn("w:tab"))
            if t.getparent().tag == qn("w:r")
        )
        found.append(f"• {words}" if p.pPr is not None and p.pPr.numPr is not None else words)
    return found
