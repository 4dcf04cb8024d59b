"""What people type and paste, and what somebody may try (hazards §2b): no paper may choke on it."""

CONTROLS = tuple(f"a{chr(code)}b" for code in (*range(0x20), 0x7F, 0x80, 0x85, 0x9F, 0x2028, 0x2029))
UNSEEN = tuple(
    f"name{mark}gpj.exe"
    for mark in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u200d\u200e\u200f\ufeff\U000e0041"
)
BROKEN = ("\ud800", "x\udfffy", "\ufffe", "\uffff", "\ufdd0", "\ufffd", "\U0001fffe", "\U0010ffff")
WORD = (
    '{ DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc" }',
    '{ INCLUDETEXT "http://evil.example/a.docx" }',
    "<w:instrText>DDE</w:instrText>",
    '<w:fldSimple w:instr=" DDE cmd "/>',
    '</w:t></w:r><w:r><w:instrText xml:space="preserve"> DDE </w:instrText></w:r><w:r><w:t>',
    "]]>",
    "<![CDATA[ x ]]>",
    "<!-- x -->",
    "<?xml version='1.0'?>",
    "&amp; &lt; &#x0; &#1; &nope; & <",
    "_x000D_ _x0000_",
    "<w:sectPr/>",
    "%(name)s %s {0} ${x}",
)
MARKDOWN = (
    "![pixel](http://evil.example/p.png)",
    "[a](javascript:alert(1)) [b](file:///etc/passwd) [c](http://a b) [d](<http://a b/c d>) [e](//evil.example)",
    "[f](http://[::1/) [g](mailto:a@b@c) [h](http://user:pw@evil.example) [i](https://x.example/%zz) [j]()",
    "[outer [inner](https://a.example)](https://b.example) **[bold](https://c.example)**",
    "<http://auto.example/> <img src=x onerror=alert(1)> <script>alert(1)</script>",
    "*" * 400,
    "**a *b **c *d** e* f** g*",
    ">" * 60 + " deep",
    "".join(f"{'  ' * n}- level {n}\n" for n in range(30)),
    "999999999. far\n1000000000. farther",
    "-\n-\n\n1.\n2.",
    "- > # x\n  > ```\n  > code\n  > ```",
    "# one\n\n###### six\n\nunder\n===",
    "| a | b |\n|---|---|\n| 1 |\n| 1 | 2 | 3 |",
    f"|{'x|' * 200}\n|{'-|' * 200}\n|{'y|' * 200}",
    "- | a |\n  |---|\n  | b |",
    "[ref]: http://evil.example 'x'\n\n[ref]",
    "```\nno end",
    "    indented\tcode",
    "***\n---\n___",
)
SCRIPTS = (
    "Đorđe Žižić",
    "Записник о састанку",
    "مرحبا بالعالم",
    "שלום",
    "日本語の議題",
    "👩‍👩‍👧‍👦 🇽🇰",
    "e\u0301 Å",
    "ﬁ",
)
LONG = ("x" * 10_000, "\n" * 10_000, "x\n" * 5_000, "\t" * 5_000, "wide " * 4_000, " ", "")

TEXTS = (*CONTROLS, *UNSEEN, *BROKEN, *WORD, *MARKDOWN, *SCRIPTS, *LONG)
MIXED = tuple("\n\n".join(texts) for texts in (CONTROLS, UNSEEN, BROKEN, WORD, MARKDOWN, SCRIPTS))
