"""The builder: every character kept, every offset true."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regkit.model.document import Authority, MarkKind, Origin, ProvisionType, Source, Status
from regkit.model.span import Span
from regkit.read.builder import Call, DocumentBuilder, Page, Run
from regkit.text.anchors import holds, make_anchor

SOURCE = Source(name="s.txt", sha256="0" * 64, media_type="text/plain")
text = st.text(st.sampled_from("ab§“ \n\t\u2009\x00\ud800\u00ad\u200bé\U0001f600"), max_size=12)
piece = st.one_of(
    text,
    st.builds(Run, text, st.sampled_from([None, MarkKind.ITALIC, MarkKind.BOLD])),
    st.builds(Call, st.sampled_from(["1", "*"]), st.sampled_from(["k1", "k2"]), inline=st.booleans()),
    st.builds(Page, st.sampled_from(["88", "102"])),
)
step = st.one_of(
    st.tuples(st.just("open"), st.sampled_from(["a", "1", "i", ""])),
    st.tuples(st.just("close"), st.none()),
    st.tuples(st.just("block"), st.tuples(st.lists(piece, max_size=5), st.booleans())),
)


def _words(pieces):
    for one in pieces:
        if isinstance(one, str):
            yield one
        elif isinstance(one, Run):
            yield one.text
        elif isinstance(one, Call) and one.inline:
            yield one.mark


def _build(steps):
    build = DocumentBuilder("d", SOURCE)
    given_words = []
    for what, value in steps:
        if what == "open" and build.depth < 6:
            build.open(value)
        elif what == "close" and build.depth:
            build.close()
        elif what == "block":
            pieces, continues = value
            build.block(*pieces, origin=Origin(line=1), continues=continues)
            given_words += _words(pieces)
    return build.build(), "".join(given_words)


@given(st.lists(step, max_size=20))
def test_every_character_is_kept_in_order_and_every_offset_is_true(steps):
    document, words = _build(steps)
    kept = "".join(c for c in words if not c.isspace() and c not in "\x00\ud800\u00ad\u200b")
    assert "".join(document.text.split()) == kept
    at = 0
    for block in document.blocks:
        between = document.text[at : block.span.start]
        assert between in ("", " ", "\n")
        own = document.quote(block.span)
        assert own and own == " ".join(own.split())
        at = block.span.end
    assert at == len(document.text)
    for mark in document.marks:
        own = document.quote(mark.span)
        assert own == own.strip() and own
    assert all(page.at <= len(document.text) for page in document.pages)
    for call in document.calls:
        assert call.span.end <= len(document.text)
        assert document.quote(call.span) in ("", call.mark)
    for index, provision in enumerate(document.provisions):
        assert provision.parent < index
        for span in provision.body:
            assert provision.span.contains(span)
        if index and provision.body:
            assert document.provisions[provision.parent].span.contains(provision.span)
    owners = [span for provision in document.provisions for span in provision.body]
    assert sum(len("".join(document.quote(span).split())) for span in owners) == len(kept)
    assert len({provision.id for provision in document.provisions}) == len(document.provisions)


@given(st.lists(step, max_size=20))
def test_the_same_steps_make_the_same_document(steps):
    assert _build(steps)[0] == _build(steps)[0]


@given(st.lists(step, min_size=1, max_size=12), st.data())
def test_an_anchor_quotes_what_stands_there(steps, data):
    document, _ = _build(steps)
    for block in document.blocks:
        start = data.draw(st.integers(block.span.start, block.span.end - 1))
        span = Span(start, block.span.end)
        anchor = make_anchor(document.id, document.text, span)
        assert document.quote(span) == anchor.quote
        assert holds(anchor, document.text)


def _one(*pieces, **options):
    build = DocumentBuilder("d", SOURCE)
    build.block(*pieces, **options)
    return build.build()


def test_a_mark_covers_its_words_without_the_space_around_them():
    document = _one("The ", Run(" Act ", MarkKind.ITALIC), "means")
    assert document.text == "The Act means"
    assert [document.quote(mark.span) for mark in document.marks] == ["Act"]


def test_where_a_line_may_break_is_no_text():
    build = DocumentBuilder("d", SOURCE)
    with build.provision("1", heading="Re\u00adcords"):
        build.block("Each mem\u00adber\u200b \u2060shall", Run("\u00ad", MarkKind.BOLD), Run(" re\u00adport", MarkKind.ITALIC), "\ufeff.")
    document = build.build()
    assert document.text == "Each member shall report."
    assert document.provisions[1].heading == "Records"
    assert [document.quote(mark.span) for mark in document.marks] == ["report"]


def test_a_marked_up_call_has_no_width_and_stands_before_the_space():
    document = _one("filed.", Call("1", "n1"), " Then")
    assert document.text == "filed. Then"
    assert document.calls[0].span == Span(6, 6)
    assert [finding.code for finding in document.findings] == ["read.note-missing"]


def test_a_call_finds_its_note_by_key():
    build = DocumentBuilder("d", SOURCE)
    build.block("filed.", Call("1", "n1"))
    with build.provision("n1", type=ProvisionType.FOOTNOTE, key="n1", top=True):
        build.block("A note.")
    document = build.build()
    assert document.calls[0].note == "d/n1"
    assert not document.findings


def test_a_page_mark_stands_before_the_first_word_of_its_page():
    document = _one("end ", Page("89"), "of page")
    assert document.page(document.text.index("of")) == "89"
    assert document.page(0) == ""


@pytest.mark.parametrize(
    ("first", "second", "expected"), [("(a)", "(1) x", "(a)(1) x"), ("(a) ", "(1) x", "(a) (1) x"), ("(a)", " (1) x", "(a) (1) x")]
)
def test_pieces_of_one_paragraph_are_set_off_as_in_the_source(first, second, expected):
    build = DocumentBuilder("d", SOURCE)
    with build.provision("a"):
        build.block(first)
        with build.provision("1"):
            build.block(second, continues=True)
    assert build.build().text == expected


def test_ids_come_from_the_labels_and_the_second_of_a_name_is_told_apart():
    build = DocumentBuilder("d", SOURCE, Authority(short="12 CFR"))
    ids = []
    for _ in range(2):
        with build.provision("2001.1", top=True) as section, build.provision("a") as paragraph:
            ids += [section, paragraph]
    with build.provision("", type=ProvisionType.NOTE, name="Source") as note:
        ids.append(note)
    assert ids == ["d/2001-1", "d/2001-1-a", "d/2001-1~2", "d/2001-1~2-a", "d/source"]


def test_pinpoints_are_printed_as_people_cite():
    build = DocumentBuilder("d", SOURCE, Authority(short="12 CFR", citation="12 CFR part 2001"))
    with build.provision("2001.1", top=True), build.provision("a"), build.provision("1"):
        build.block("x")
    document = build.build()
    assert [provision.pinpoint for provision in document.provisions] == [
        "12 CFR part 2001",
        "12 CFR 2001.1",
        "12 CFR 2001.1(a)",
        "12 CFR 2001.1(a)(1)",
    ]


def test_what_is_known_of_the_authority_is_never_overruled():
    build = DocumentBuilder("d", SOURCE, Authority(title="Mine", status=Status.RESTATEMENT))
    build.suggest(title="Theirs", issuer="Office", status=Status.OFFICIAL)
    assert (build.authority.title, build.authority.issuer, build.authority.status) == ("Mine", "Office", Status.RESTATEMENT)
    build.open("a")
    with pytest.raises(ValueError, match="settled"):
        build.suggest(issuer="Late")


def test_closing_what_is_not_open_is_refused():
    with pytest.raises(ValueError, match="nothing is open"):
        DocumentBuilder("d", SOURCE).close()
