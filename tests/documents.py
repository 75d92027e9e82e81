"""Small documents, each with something that a layout engine does: the corpus of test_quick.

A document is HTML with its styles in it, and the variant of PDF it is printed as. Sentences
are about nothing in particular, in scripts that are shaped and broken in different ways.
"""

from dataclasses import dataclass

SAYINGS = {
    "en": "The office of affluent fjords was waffling – we’ll find five flat affidavits there, "
    "for 2.5 hours, unquestionably and incomprehensibly.",
    "de": "Die Donaudampfschifffahrtsgesellschaft verzögert die Überfahrt um 12 Stunden; "
    "Straßenbahnhaltestellen bleiben selbstverständlich geöffnet.",
    "fr": "L’été dernier, « les naïfs ægipans » hésitaient : fallait-il vraiment partir à 10 % ?",
    "pl": "Zażółć gęślą jaźń, a potem wróć do domu przed 18:30 i odpocznij chwilę.",
    "ru": "Съешь же ещё этих мягких французских булок, да выпей чаю в 17:00 на веранде.",
    "vi": "Tiếng Việt có nhiều dấu: ngữ nghĩa, chữ viết, thuở ấy, những điều khuya khoắt.",
    "ar": "يجب أن نقرأ الكتاب كل يوم مرتين، من 5 إلى 10 صفحات، ولا نتوقف عن القراءة فجأة.",
    "ur": "ہر روز کتاب پڑھیں، 5 سے 10 صفحات تک، اور اچانک پڑھنا بند نہ کریں۔",
    "hi": "हर दिन किताब पढ़ें, 5 से 10 पन्ने, और अचानक पढ़ना बंद न करें; क्षत्रिय, श्रृंगार।",
    "bn": "প্রতিদিন বই পড়ুন, ৫ থেকে ১০ পৃষ্ঠা, এবং হঠাৎ পড়া বন্ধ করবেন না।",
    "zh-Hans": "每天读书五到十页，不要突然停下来。“引号”、顿号与2.5小时，一并排好。",
}
FAMILIES = {
    "ar": "Noto Sans Arabic", "ur": "Noto Nastaliq Urdu", "hi": "Noto Sans Devanagari",
    "bn": "Noto Sans Bengali", "zh-Hans": "Noto Sans SC",
}  # fmt: skip
RTL = {"ar", "ur"}
VARIANTS = ("pdf/ua-1", None, "pdf/a-3a")
PAPERS = ("A5", "A4", "Letter", "A6 landscape")

# What a document shows: its style, and its body, where § stands for a sentence.
SHOWN: dict[str, tuple[str, str]] = {
    "justified": ("p { text-align: justify; width: 60mm }", "<p>§ § §</p><p>§ <b>§</b> §</p>"),
    "justified-spaced": (
        "p { text-align: justify; width: 55mm; word-spacing: 2pt; letter-spacing: .3pt }",
        "<p>§ §</p><p>§ <i>§</i></p>",
    ),
    "hyphens": ("p { hyphens: auto; width: 32mm; text-align: justify }", "<p>§</p><p>§ §</p>"),
    "hyphens-limited": (
        ("p { hyphens: auto; width: 30mm; hyphenate-limit-chars: 8 4 4;"
        "hyphenate-limit-zone: 20%; hyphenate-character: '•' }"),
        "<p>§ §</p>",
    ),
    "soft-hyphens": (
        "p { hyphens: manual; width: 25mm }",
        "<p>incom&shy;pre&shy;hen&shy;sible un&shy;ques&shy;tion&shy;able §</p>",
    ),
    "columns": (
        "div { columns: 2; column-gap: 8mm; column-rule: 1pt solid #888 }",
        "<div><p>§ § §</p><h2>§</h2><p>§ §</p></div>",
    ),
    "columns-span": (
        "div { columns: 3 20mm } h2 { column-span: all }",
        "<div><p>§ §</p><h2>§</h2><p>§ § §</p></div>",
    ),
    "float-left": (
        "aside { float: left; width: 30mm; margin: 2mm; border: 1pt solid }",
        "<aside>§</aside><p>§ § §</p><p>§ § § §</p>",
    ),
    "float-right": (
        "aside { float: right; max-width: 40%; padding: 1mm }",
        "<p>§</p><aside>§ §</aside><p>§ § §</p><p>§</p>",
    ),
    "float-start-end": (
        "i { float: inline-start } b { float: inline-end; width: 20mm }",
        "<i>§</i><p>§</p><b>§</b><p>§</p><p>§ §</p><p style='clear: both'>§</p>",
    ),
    "floats-many": (
        "span { float: left; width: 18mm; height: 9mm; background: #ccc } em { font-size: 2em }",
        "<div>" + "<span>x</span>" * 11 + "<p>§ <em>§</em> §</p></div><p>§</p>",
    ),
    "footnotes": (
        "span { float: footnote } @page { @footnote { border-top: 1pt solid; padding: 1mm } }",
        "<p>§<span>§</span> § <b>§<span>§ §</span></b></p><p>§</p>",
    ),
    "calc": (
        ("p { width: calc(50% + 3em - 2mm); padding: calc(1mm * 2); margin-left: calc(10% - 1mm);"
        "font-size: calc(9pt + .1em) }"),
        "<p>§</p><div style='width: 70mm'><p>§ §</p></div>",
    ),
    "min-max-clamp": (
        "p { width: min(60%, 70mm); padding-inline: max(1mm, 1%); margin-block: clamp(1mm, 2%, 3mm) }",
        "<p>§</p><p>§ §</p>",
    ),
    "variables": (
        (":root { --a: 3mm; --b: calc(var(--a) * 2) } p { margin: var(--a); padding-inline-start:"
        "var(--b); color: var(--c, #036) } .x { --a: 6mm; --c: rebeccapurple }"),
        "<p>§</p><div class=x><p>§</p><p style='--a: 1mm'>§</p></div>",
    ),
    "small-caps": ("p { font-variant-caps: small-caps } b { font-variant-caps: all-small-caps }",
                   "<p>§ <b>§</b></p>"),
    "numerals": ("p { font-variant-numeric: lining-nums tabular-nums } i { font-feature-settings: 'tnum' 0 }",
                 "<p>§ <i>§</i> 1234567890</p>"),
    "ligatures": ("p { font-variant-ligatures: none } b { font-kerning: none }", "<p>§ <b>§</b></p>"),
    "letter-spacing": ("p { letter-spacing: 1.5pt } b { letter-spacing: -.2pt }", "<p>§ <b>§</b> §</p>"),
    "word-spacing": ("p { word-spacing: 4pt } b { word-spacing: -1pt }", "<p>§ <b>§</b> §</p>"),
    "first-line": (
        "p::first-line { font-weight: bold; font-size: 1.2em; color: #900; letter-spacing: 1pt }",
        "<p>§ §</p><p>§ <i>§</i></p>",
    ),
    "first-letter": (
        ("p::first-letter { font-size: 3em; float: left; color: #060 }"
        "h2::first-letter { color: red; text-transform: uppercase }"),
        "<p>§ §</p><h2>§</h2><p>“§</p>",
    ),
    "ellipsis": (
        "p { overflow: hidden; white-space: nowrap; text-overflow: ellipsis; width: 40mm }",
        "<p>§</p><p><b>§</b> §</p>",
    ),
    "line-clamp": (
        ("p { max-lines: 2; block-ellipsis: auto; continue: discard; width: 60mm }"
        "p + p { block-ellipsis: ' [more]' }"),
        "<p>§ § § §</p><p>§ § §</p>",
    ),
    "narrow": ("p { width: 15mm; font-size: 8pt; border: .5pt solid }", "<p>§</p><p>§</p>"),
    "narrow-anywhere": (
        ("p { width: 9mm; overflow-wrap: anywhere } p + p { overflow-wrap: break-word }"
        "div { word-break: break-all; width: 11mm }"),
        "<p>§</p><p>§</p><div>§</div>",
    ),
    "pre": (("pre, .w { font-family: inherit } .w { white-space: pre-wrap; tab-size: 3 } "
            ".l { white-space: pre-line; tab-size: 12mm }"),
            "<pre>§\n  two\tthree\n\nfour</pre><p class=w>  §  \n\ta  b </p><p class=l>§ \n b</p>"),
    "nowrap": ("b { white-space: nowrap }", "<p>§ <b>12 345 units</b> § <b>§</b></p>"),
    "table": (
        "td, th { border: 1pt solid; padding: 1mm 2mm }",
        ("<table><thead><tr><th>§<th>B<tbody><tr><td>§<td>12<tr><td colspan=2>§<tr><td rowspan=2>x"
        "<td>§<tr><td>y</table>"),
    ),
    "table-collapse": (
        ("table { border-collapse: collapse; width: 100% } td { border: 2pt solid #036; height: 9mm }"
        "tr + tr td { border-top: 3pt double; padding: 2%; vertical-align: middle }"),
        "<table><tr><td>§<td>§<tr><td><ul><li>§<li>§</ul><td style='border: 0'>§</table>",
    ),
    "table-pages": (
        "table { border-collapse: collapse } td, th { border: .5pt solid; padding: 3mm }",
        "<table><thead><tr><th>Head<th>§</thead><tfoot><tr><td>Foot<td>7</tfoot>"
        + "<tr><td>§<td>§" * 9
        + "</table>",
    ),
    "table-fixed": (
        "table { table-layout: fixed; width: 100%; border-spacing: 2mm 1mm } col { width: 30% }",
        "<table><colgroup><col><col><caption>§</caption><tr><td>§<td>§<tr><td>§<td>§</table>",
    ),
    "table-css": (
        (".r { display: table; table-layout: fixed; width: 100% } .r > * { display: table-cell;"
        "vertical-align: bottom; padding-inline-start: 4mm }"),
        "<div class=r><p>§<div>§ §</div></div><div class=r><p>§<p>§</div>",
    ),
    "list": ("li { margin-bottom: 1mm }", "<ul><li>§<li>§<ul><li>§</ul></ul><ol><li>§<li>§ §</ol>"),
    "list-markers": (
        ("ul { list-style: square inside } ol { list-style: upper-roman } li::marker { color: #c00;"
        "font-weight: bold; font-variant-numeric: oldstyle-nums }"),
        "<ul><li>§<li>§</ul><ol start=4><li>§<li value=9>§</ol>",
    ),
    "list-counters": (
        ("ol { counter-reset: x; list-style: none } li { counter-increment: x }"
        "li::before { content: counters(x, '.') ' ' }"),
        "<ol><li>§<ol><li>§<li>§</ol><li>§</ol>",
    ),
    "list-styles": (
        ".a { list-style: arabic-indic } .b { list-style: devanagari } .c { list-style: '– ' }",
        "<ol class=a><li>§<li>§</ol><ol class=b><li>§</ol><ul class=c><li>§<li></ul>",
    ),
    "absolute": (
        ("div { position: relative; height: 40mm } b { position: absolute; bottom: 2mm;"
        "inset-inline-end: 5%; width: 30mm } i { position: absolute }"),
        "<div>§<b>§</b></div><p>§ <i>§</i> §</p>",
    ),
    "fixed": ("b { position: fixed; top: -5mm; left: 0 }", "<b>§</b>" + "<p>§ § §</p>" * 7),
    "relative": ("b { position: relative; top: -2pt; left: 1mm }", "<p>§ <b>§</b> §</p>"),
    "borders": (
        ("p { border: 2pt dashed #a00; border-left: 4pt double; margin: 2mm } b { border: 1pt dotted }"
        "div { border: 3pt groove; border-inline-end: 5pt ridge #ccc; outline: 1pt solid }"),
        "<p>§</p><div>§</div><p>§ <b>§ §</b></p>",
    ),
    "rounded": (
        ("p { border: 1pt solid; border-radius: 3mm; background: #eef } div { border-radius: 50% / 9px;"
        "background: #fed; overflow: hidden } b { border-radius: 2mm 0; background: #ddd }"),
        "<p>§</p><div><p>§</p></div><p>§ <b>§ §</b></p>",
    ),
    "backgrounds": (
        ("p { background: linear-gradient(#fff, #9cf); padding: 2% } div { background:"
        "repeating-linear-gradient(45deg, #eee, #fff 2mm); opacity: .5 }"),
        "<p>§</p><div>§</div><p style='visibility: hidden'>§</p>",
    ),
    "inline-block": (
        ("span { display: inline-block; width: 25mm; border: 1pt solid; vertical-align: top }"
        "b { display: inline-block; padding: 1mm }"),
        "<p>§ <span>§</span> <b>§</b> §</p>",
    ),
    "bidi": (
        "bdo { color: #060 }",
        ("<p>abc <bdi>من 5-10 ملغ</bdi> 12 <span dir=rtl>אבג abc 1.5</span> §</p>"
        "<p dir=rtl>§ <bdo dir=ltr>abc 123</bdo> (§) 5–10</p>"),
    ),
    "mixed-scripts": ("", "<p>§ " + " ".join(SAYINGS.values()) + "</p>"),
    "decorations": (
        ("u { text-decoration: underline double #c00 2pt } s { text-decoration: line-through }"
        "b { text-decoration: overline wavy; text-underline-offset: 3pt }"),
        "<p>§ <u>§ <s>§</s></u> <b>§</b></p>",
    ),
    "vertical-align": (
        "sup { font-size: .6em } sub { vertical-align: -20% } b { vertical-align: 3pt; line-height: 2 }",
        "<p>§<sup>2</sup> § <sub>x</sub> <b>§</b> <i style='vertical-align: middle'>§</i></p>",
    ),
    "line-height": (
        "p { line-height: 1 } p + p { line-height: 150% } div { line-height: 7mm; font-size: 1.5em }",
        "<p>§ §</p><p>§ <b style='line-height: 3'>§</b></p><div>§</div>",
    ),
    "indent": ("p { text-indent: 8mm } p + p { text-indent: -5%; padding-inline-start: 9mm }",
               "<p>§ §</p><p>§ §</p>"),
    "align": (
        "p { text-align: center } p + p { text-align: end } div { text-align-last: justify }",
        "<p>§</p><p>§ §</p><div>§ §</div>",
    ),
    "transform": ("p { text-transform: uppercase } b { text-transform: capitalize }",
                  "<p>§ <b>§</b></p>"),
    "box-sizing": (
        ("p { box-sizing: border-box; width: 60mm; padding: 5mm; border: 2mm solid; min-height: 30mm }"
        "div { max-width: 40mm; min-width: 10%; height: 20mm; overflow: hidden }"),
        "<p>§</p><div>§ § §</div>",
    ),
    "logical": (
        ("p { margin-inline: 9mm 2mm; padding-block: 1mm 3mm; border-inline-start: 2pt solid;"
        "inline-size: 70mm; min-block-size: 15mm; border-start-end-radius: 3mm; margin-left: 4mm }"),
        "<p>§</p><div dir=rtl><p>§</p></div>",
    ),
    "margins": (
        "p { margin: 5mm 0 } div { margin: -2mm auto 3mm; width: 50mm } h2 { margin: 1em 10% }",
        "<p>§</p><div><p>§</p></div><h2>§</h2><p>§</p>",
    ),
    "flex": (
        "div { display: flex; gap: 3mm; flex-wrap: wrap } div > * { flex: 1 1 30mm }",
        "<div><p>§<p>§<p>§</div>",
    ),
    "grid": (
        "div { display: grid; grid-template-columns: 1fr 2fr; gap: 2mm }",
        "<div><p>§<p>§<p>§<p>§</div>",
    ),
    "margin-boxes": (
        ("@page { margin: 20mm; @top-left { content: string(t) } @bottom-right { content: 'p. '"
        "counter(page) ' / ' counter(pages) } @left-middle { content: '§'; width: 15mm } }"
        "h2 { string-set: t content() }"),
        "<h2>§</h2><p>§ § §</p>" * 5,
    ),
    "named-pages": (
        ("@page :first { margin: 30mm } @page wide { size: 200mm 90mm; @top-center { content: 'W' } }"
        "section { page: wide } h2 { break-before: page }"),
        "<p>§</p><section>§</section><h2>§</h2><p>§</p>",
    ),
    "running": (
        ("b { position: running(head) } h2 { break-before: page } tr { break-inside: avoid }"
        "@page { size: A6; margin-top: 25mm; @top-center { content: element(head) } }"),
        "<h2>§</h2><b>§</b><p>§ § §</p>" * 2 + "<table>" + "<tr><td>§" * 6 + "</table><b>§</b>",
    ),
    "running-tables": (
        ("b { position: running(head) } @page { size: A6; margin-top: 25mm; @top-center { content:"
        "element(head) } } table { border-collapse: collapse; width: 100% } td { border: .5pt solid }"
        "tr:nth-child(3n) td { border-bottom: 3pt solid }"),
        "<p>§ §</p>" * 4 + ("<b>§</b><table>" + "<tr><td>§<td>§" * 6 + "</table>") * 2,
    ),
    "running-notes": (
        ("b { position: running(head) } i { position: note(side) } h2 { break-before: page }"
        "@page { margin-top: 25mm; @top-center { content: element(head) } @note-area"
        " { content: element(side); float: left; width: 30mm } }"),
        "<h2>§</h2><b>§</b><p>§ <i>§</i> § §</p><p>§</p>" * 3,
    ),
    "breaks": (
        "p { break-inside: avoid; orphans: 3; widows: 3 } h2 { break-after: avoid }",
        "<h2>§</h2><p>§ § §</p>" * 7,
    ),
    "generated": (
        ("p::before { content: open-quote attr(title) ' ' } p::after { content: close-quote;"
        "color: #999 } q { quotes: '‹' '›' }"),
        "<p title=T>§ <q>§</q></p><p>§</p>",
    ),
    "links": (
        "a::after { content: ' (' target-counter(attr(href), page) ')' } a { color: #06c }",
        "<p><a href='#x'>§</a> <a href='https://example.org/'>§</a></p><p>§ § §</p>" * 3
        + "<h2 id=x>§</h2>",
    ),
    "pictures": (
        "svg, img { width: 12mm; height: 12mm; vertical-align: middle }",
        ("<p>§ <svg viewBox='0 0 24 24'><path d='M3 3h18v18H3z M6 6h4' fill='#036'/><circle cx='12'"
        " cy='12' r='5' stroke='red' stroke-width='2' fill='none'/></svg> §</p><p><svg viewBox='0 0"
        " 24 24' fill='#c00'><g transform='rotate(45 12 12)'><rect x='4' y='4' width='9' height='9'"
        " rx='2'/></g></svg></p>"),
    ),
    "pictograms": (
        ("img { width: 9mm } p:nth-child(4n) img { width: 14mm } p { color: navy }"
        "div { opacity: .5 }"),
        "".join(
            f"<p>§ <img alt=a src='data:image/svg+xml,<svg xmlns=%22http://www.w3.org/2000/svg%22"
            f" viewBox=%220 0 24 24%22 fill=%22{fill}%22>{drawn}</svg>'></p>" * 4
            for fill, drawn in (
                ("navy", "<path d=%22M3 3h18v18H3z%22/>"),
                ("teal", "<path d=%22M3 3h18v9z%22 opacity=%22.4%22/>"),
                ("currentColor", "<circle fill-opacity=%22.5%22 cx=%2212%22 cy=%2212%22 r=%229%22/>"),
                ("red", "<style>rect { fill: blue }</style><rect width=%229%22 height=%229%22/>"),
                ("none", "<rect stroke=%22red%22 transform=%22rotate(9)%22 width=%229%22 height=%225%22/>"),
                ("green", ("<linearGradient id=%22g%22><stop offset=%221%22/></linearGradient>"
                           "<path fill=%22url(%23g)%22 d=%22M3 3h9v9z%22/>")),
            )
        )
        + "<div>§</div>",
    ),
    "transforms": ("b { display: inline-block; transform: rotate(7deg) scale(1.1) }",
                   "<p>§ <b>§</b> §</p>"),
    "units": (
        "p { margin-left: 3ex; padding: 1ch; width: 40vw; font-size: 1.1rem } div { width: 50vh }",
        "<p>§</p><div><p>§ <b style='font-size: 80%'>§</b></p></div>",
    ),
    "colours": (
        ("p { color: rgb(10 20 30 / 50%); background: hsl(200 50% 90%) } b { color: currentcolor;"
        "background: transparent; border-bottom: 1pt solid }"),
        "<p>§ <b>§</b></p><p style='color: #fff8; background: #0008'>§</p>",
    ),
    "same-again": ("p { width: 50mm } b { color: #900 }",
                   "<p>§ <b>§</b></p>" * 4 + "<p style='width: 50.001mm'>§ <b>§</b></p>"),
    "sizes": ("", "".join(f"<p style='font-size: {size}pt'>§</p>" for size in (5, 7.3, 11, 11.01, 19, 31))),
    "missing-letters": ("", "<p>§ \U00010380\ue000 §</p><p>\u0f40</p>"),
    "anchors": (
        ("h2::before { content: '*'; -weasy-anchor: 'x' }"
        "a::after { content: target-text(attr(href)) target-counter(attr(href), page) }"),
        "<p><a href='#x'>§</a></p><h2>§</h2>",
    ),
    "nonsense": (
        (":root { --a: 3deg; --b: inherit; --c: 4 } p { width: var(--a); margin: var(--b); padding:"
        "var(--c)px; color: var(--d) } b { font-size: var(--a, 2em); line-height: var(--c) }"),
        "<p>§</p><p>§ <b>§</b></p><div style='--c: 2'><p>§ <b>§</b></p></div>",
    ),
    "empty": ("div { height: 3mm; border: 1pt solid } ", "<p></p><div></div><ul><li></ul><p> </p><b></b>§"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Document:
    """One document of the corpus."""

    name: str
    html: str
    variant: str | None


def corpus() -> list[Document]:
    """Return every document: each thing shown in two languages, of which one differs each time."""
    tags = list(SAYINGS)
    made = []
    for n, (name, (style, body)) in enumerate(SHOWN.items()):
        others = ("en" if n % 2 else "de", tags[2 + n % (len(tags) - 2)])
        for tag in others:
            made.append(_document(f"{name}.{tag}", tag, style, body, len(made)))
    return made


def _document(name: str, tag: str, style: str, body: str, n: int) -> Document:
    said = SAYINGS[tag]
    family = f"'{FAMILIES.get(tag, 'Noto Sans')}', 'Noto Sans'"
    page = f"@page {{ size: {PAPERS[n % len(PAPERS)]}; margin: 12mm }}"
    html = (
        f"<!DOCTYPE html><html lang={tag} dir={'rtl' if tag in RTL else 'ltr'}><title>{name}</title>"
        f"<style>{page} html {{ font: 10pt/1.4 {family} }} {style.replace('§', said)}</style>"
        f"<body>{body.replace('§', said)}"
    )
    return Document(name, html, VARIANTS[n % len(VARIANTS)])
