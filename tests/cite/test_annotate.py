from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from regkit.cite import annotate, find
from regkit.cite.annotate import link_html, link_markdown, link_plain

CITE = "15 U.S.C. 78o"
ADDRESS = "https://www.govinfo.gov/link/uscode/15/78o"
OPENED = f'<a href="{ADDRESS}">'


def html(source):
    read = annotate.html_text(source)
    return link_html(source, read, find(read.text))


def markdown(source):
    read = annotate.markdown_text(source)
    return link_markdown(source, read, find(read.text, wrapped=True))


@pytest.mark.parametrize(
    "kept",
    [
        f"<a href='x'>{CITE}</a>",
        f"<A HREF=x><b>{CITE}</b></A>",
        f'<p title="{CITE}">',
        f"<p title='>{CITE}'>",
        f"<!-- {CITE} -->",
        f"<![CDATA[ {CITE} ]]>",
        f"<?x {CITE}?>",
        f"<code>{CITE}</code>",
        f"<pre><pre>{CITE}</pre>{CITE}</pre>",
        f"<script>{CITE}</script>",
        f"<STYLE>{CITE}</STYLE >",
        f"<textarea>{CITE}</textarea>",
        "15</p><p>U.S.C. 78o",
        f"<p title='{CITE}",
        "5 < 15 &lt; U.S.C. &bogus; &amp",
    ],
)
def test_what_html_keeps(kept):
    assert html(kept) == kept
    if not kept.startswith("<p title='15"):  # that one never ends
        assert html(f"{kept}. {CITE}") == f"{kept}. {OPENED}{CITE}</a>"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (f"<p>{CITE}</p>", f"<p>{OPENED}{CITE}</a></p>"),
        ("<b>15 </b>U.S.C.&#160;78o", f"<b>{OPENED}15</a> </b>{OPENED}U.S.C.&#160;78o</a>"),
        ("15 U.S.C. &sect; 78o", f"{OPENED}15 U.S.C. &sect; 78o</a>"),
        (f"a < b, {CITE}", f"a < b, {OPENED}{CITE}</a>"),
        (f"<body><pre>\n{CITE}\n</pre></body>", f"<body><pre>\n{OPENED}{CITE}</a>\n</pre></body>"),
    ],
)
def test_what_html_links(source, expected):
    assert html(source) == expected


@pytest.mark.parametrize(
    "kept",
    [
        f"`{CITE}`",
        f"``{CITE} ` {CITE}``",
        f"```\n{CITE}\n```\n",
        f"~~~ x\n{CITE}\n",
        f"[{CITE}](x)",
        f"![{CITE}](x (y))",
        f"[{CITE}][ref]",
        f"[see [{CITE}] too](x)",
        f"[ref]: x '{CITE}'\n",
        "<https://example.org/15%20U.S.C.>",
        f"<a href='x'>{CITE}</a>",
        f"<img alt='{CITE}'>",
        f"<!-- {CITE}\n\n{CITE} -->",
        f"    {CITE}\n",
        f"---\ntitle: {CITE}\n---\n",
        f"---\r\ntitle: {CITE}\r\n---\r\n",
        f"+++\ntitle = '{CITE}'\n+++\n",
        f"````\n```\n{CITE}\n````\n",
        f"```\n``` no end\n{CITE}\n```\n",
        f"> ```\n> {CITE}\n> ```\n",
        f"<code>{CITE}</code> <KBD class='x'>{CITE}</KBD>",
        f"<div>\n{CITE}\n</div>\n",
        f"<pre>\n\n{CITE}\n</pre>\n",
        f"<script>\n\n'{CITE}'\n</script>\n",
    ],
)
def test_what_markdown_keeps(kept):
    assert markdown(kept) == kept


@pytest.mark.parametrize(
    "around",
    ["[^1]: {}\n", "<br/>{}", "<div>\n</div>\n\n{}", "| {} |\n", "> {}", "1. {}\n", "# {}\n", "<b>{}</b>", "``` a`b\n\n{}", "---\n\n{}", "&sect; {}"],
)
def test_what_markdown_links_in_its_place(around):
    assert markdown(around.format(CITE)) == around.format(f"[{CITE}]({ADDRESS})")


def test_what_a_browser_shows_stays_the_same():
    page = f"<p>See <b>{CITE}</b>, 12&nbsp;CFR 1026.4 &amp; more.<br>{CITE} <ul><li>{CITE}</ul><td>{CITE}"
    made = html(page)
    assert made.count("<a ") == 5
    assert lxml_html.fromstring(made).text_content() == lxml_html.fromstring(page).text_content()


def test_what_markdown_links():
    assert markdown(f"**{CITE}**, a ` and\n{CITE}") == f"**[{CITE}]({ADDRESS})**, a ` and\n[{CITE}]({ADDRESS})"


WORDS = f"{CITE}|<|>|</a>|<a href=x>|<b>|</b>|&amp;|&|\"|'|=|<!--|-->|<pre>|`|```\n|[|]|(|)|\n| |<p a=|<script>|</script>|\\"
WORDS += "|~~~|    |12 CFR 1026.4|ref]: "
PIECES = st.sampled_from(WORDS.split("|"))
SOURCES = st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=20).map("".join)


@given(SOURCES)
def test_without_the_links_it_is_the_source(source):
    made = html(source)
    removed = re.sub(r'<a href="https://www\.(?:govinfo|ecfr)\.gov/[^"<>]*">([^<]*)</a>', r"\1", made)
    assert removed == source
    removed = re.sub(r"\[([^\[\]]*)\]\(https://www\.(?:govinfo|ecfr)\.gov/[^\s()]*\)", r"\1", markdown(source))
    assert removed == source
    plain = annotate.plain_text(source)
    removed = re.sub(r" <https://www\.(?:govinfo|ecfr)\.gov/[^<>]*>", "", link_plain(source, plain, find(source)))
    assert removed == source
