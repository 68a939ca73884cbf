"""Definitions of documents that are built by hand, so that no reader is tested with them."""

import pytest

from regkit.extract.definitions_document import _GATE, find_definitions
from regkit.extract.definitions_settle import defining
from regkit.model.analysis import Analysis
from regkit.model.annotation import DefinitionKind, Sentence
from regkit.model.document import MarkKind, ProvisionType, Source
from regkit.model.span import Span
from regkit.read.builder import DocumentBuilder, Run

SOURCE = Source(name="t.txt", sha256="0" * 64, media_type="text/plain")


def analysis(build):
    """Return the analysis of what was built, with one sentence a block."""
    document = build.build()
    sentences = tuple(
        Sentence(id=f"s{at}", span=block.span, provision=block.provision, block=at, heading=block.heading) for at, block in enumerate(document.blocks)
    )
    return Analysis(document=document, sentences=sentences)


def section(build, number, heading, *paragraphs, lead_in=""):
    """Add a section; a paragraph is a text, whose marker opens it, or a text without one, which belongs to the section."""
    with build.provision(number, type=ProvisionType.SECTION, marker=f"§ {number}", heading=heading, top=True):
        build.block(f"§ {number} {heading}", heading=True)
        if lead_in:
            build.block(lead_in)
        for paragraph in paragraphs:
            add(build, paragraph)


def add(build, paragraph):
    text, *inner = (paragraph,) if isinstance(paragraph, str) else paragraph
    if not text.startswith("("):
        build.block(text)
        return
    label = text[1 : text.index(")")]
    with build.provision(label, marker=f"({label})"):
        build.block(text)
        for item in inner:
            add(build, item)


@pytest.fixture
def port():
    build = DocumentBuilder("port", SOURCE)
    section(
        build,
        "7.2",
        "Definitions.",
        "(a) Act means the Ports Act.",
        ("(b) Distress", "(1) The term means:", "(2) The term does not include a delay."),
        "(c) Berth means a place where a ship lies. The term berth includes a mooring.",
        ("(d) Pilot means:", "(1) A person with a licence; and", "(2) A master who steers the ship."),
        ("(e)", "(1) Tow refers to the pulling of a ship.", "(2) Examples. Tow includes the moving of a raft."),
        lead_in="For purposes of this part, the following definitions apply:",
    )
    section(build, "7.3", "Fees.", "(a) Fees. For purposes of this section, berth means a quay.", "(b) Scope. The fee includes the light.")
    return analysis(build)


def found(subject):
    return [(definition.term, subject.document.provisions[definition.provision].path, definition.scope) for definition in find_definitions(subject)]


def test_terms_places_and_scopes(port):
    assert found(port) == [
        ("act", ("7.2", "a"), ()),
        ("distress", ("7.2", "b"), ()),
        ("berth", ("7.2", "c"), ()),
        ("pilot", ("7.2", "d"), ()),
        ("tow", ("7.2", "e", "1"), ()),
        ("berth", ("7.3", "a"), ("7.3",)),
    ]


def test_ids_bodies_and_kinds(port):
    definitions = {definition.id: definition for definition in find_definitions(port)}
    assert set(definitions) == {
        "port/7-2-a.def-act",
        "port/7-2-b.def-distress",
        "port/7-2-c.def-berth",
        "port/7-2-d.def-pilot",
        "port/7-2-e-1.def-tow",
        "port/7-3-a.def-berth",
    }
    quote = port.document.quote
    assert quote(definitions["port/7-2-d.def-pilot"].body).endswith("steers the ship.")
    assert quote(definitions["port/7-2-c.def-berth"].body) == "a place where a ship lies. The term berth includes a mooring."
    heading = definitions["port/7-2-b.def-distress"]
    assert (heading.kind, heading.certain, quote(heading.span)) == (DefinitionKind.ENTRY, False, "Distress")
    assert "does not include a delay" in quote(heading.body)


def test_entries_without_a_verb():
    build = DocumentBuilder("d", SOURCE)
    section(build, "7.2", "Definitions.", "Berth: a place in the port where a ship lies.", "Note: see the table of the fees below.")
    assert [term for term, *_ in found(analysis(build))] == ["berth"]


def test_unmarked_entries_take_their_items():
    build = DocumentBuilder("d", SOURCE)
    section(build, "7.2", "Definitions.", "Pilot means:", "(1) A person with a licence; or", "(2) A master.", "Tug means a ship that tows.")
    subject = analysis(build)
    pilot, tug = find_definitions(subject)
    assert subject.document.quote(pilot.body).endswith("A master.")
    assert (pilot.scope, tug.term) == ((), "tug")


def test_a_paragraph_of_definitions_holds_in_its_section():
    build = DocumentBuilder("d", SOURCE)
    section(build, "7.9", "Fees.", ("(b) Definitions. For purposes of paragraph (a) of this section:", "(1) Ship. The term “ship” means a vessel."))
    section(build, "7.8", "Light.", ("(c) Definitions.", "(1) Lamp means a light."))
    assert found(analysis(build)) == [("ship", ("7.9", "b", "1"), ("7.9", "a")), ("lamp", ("7.8", "c", "1"), ("7.8",))]


def test_type_of_a_term_is_read():
    build = DocumentBuilder("d", SOURCE)
    with build.provision("7.2", type=ProvisionType.SECTION, heading="Terms of art.", top=True):
        build.block(Run("Ship", MarkKind.ITALIC), " and ", Run("vessel", MarkKind.ITALIC), " mean a thing that floats.")
    assert [term for term, *_ in found(analysis(build))] == ["ship", "vessel"]


def test_the_instrument_tells_whether_or_joins_synonyms():
    build = DocumentBuilder("d", SOURCE)
    section(
        build,
        "7.2",
        "Definitions.",
        "(a) Licensed pilot or licensee means a person with a licence.",
        "(b) Cargo hold or deck means a part of a ship.",
    )
    section(build, "7.3", "Duties.", "(a) A licensed pilot reports. A licensee pays.", "(b) A cargo hold or deck is dry.")
    assert [term for term, *_ in found(analysis(build))] == ["licensed pilot", "licensee", "cargo hold or deck"]


def test_commentary_defines_little():
    build = DocumentBuilder("d", SOURCE)
    with build.provision("Supplement I", type=ProvisionType.APPENDIX, heading="Official Interpretations", top=True):
        build.block("Supplement I—Official Interpretations", heading=True)
        with build.provision("Section 7.2", type=ProvisionType.HEADING, heading="Definitions"):
            build.block("Section 7.2—Definitions", heading=True)
            build.block("1. Berth. Berth refers to a place.")
            build.block("2. Quay. The term “quay” means a wall.")
    assert [term for term, *_ in found(analysis(build))] == ["quay"]


def test_spans_quote_their_terms(port):
    for definition in find_definitions(port):
        assert port.document.quote(definition.span).lower() == definition.term


def test_a_term_on_a_line_of_its_own():
    build = DocumentBuilder("d", SOURCE)
    section(
        build,
        "7.2",
        "Definitions.",
        "harbour dues",
        "means the sum that a ship pays.",
        "light dues",
        "has the meaning given in section 4 of the Ports Act.",
    )
    subject = analysis(build)
    assert [
        (term, subject.document.quote(definition.body)) for (term, *_), definition in zip(found(subject), find_definitions(subject), strict=True)
    ] == [
        ("harbour dues", "the sum that a ship pays."),
        ("light dues", "has the meaning given in section 4 of the Ports Act."),
    ]


def test_an_entry_that_the_source_sets_as_one_needs_no_verb():
    build = DocumentBuilder("d", SOURCE)
    with build.provision("Glossary", type=ProvisionType.HEADING, heading="Glossary", top=True):
        build.block("Glossary", heading=True)
        for term, meaning in (("berth", "A place where a ship lies."), ("Tow", "means the pulling of a ship.")):
            with build.provision(term, type=ProvisionType.DEFINITION, heading=term):
                build.block(term, heading=True)
                build.block(meaning)
        with build.provision("pilot", type=ProvisionType.DEFINITION, heading="pilot"):
            build.block("The pilot steers the ship.")
    subject = analysis(build)
    assert [(definition.term, subject.document.quote(definition.body)) for definition in find_definitions(subject)] == [
        ("berth", "A place where a ship lies."),
        ("tow", "the pulling of a ship."),
    ]


@pytest.mark.parametrize(
    ("body", "kind", "wanted"),
    [
        ("means title 9 of the Code", DefinitionKind.MEANS, "title 9 of the Code"),
        ("shall mean, for loans, a note", DefinitionKind.MEANS, "for loans, a note"),
        ("is defined as a note", DefinitionKind.MEANS, "a note"),
        ("means:", DefinitionKind.MEANS, "means:"),
        ("includes a note", DefinitionKind.INCLUDES, "includes a note"),
        ("has the meaning given in rule 3", DefinitionKind.REFERENCE, "has the meaning given in rule 3"),
    ],
)
def test_a_body_leaves_out_a_verb_without_sense(body: str, kind: DefinitionKind, wanted: str) -> None:
    assert defining(body, Span(0, len(body)), kind).of(body) == wanted


def test_the_gate_reads_repeated_brackets_in_linear_steps() -> None:
    """Each bracket may be looked at by a bounded number of steps: what was unbounded took minutes on a page of them."""
    assert _GATE.search("(" * 200_000) is None
    assert _GATE.search('the securities act (each, a "participant")') is not None


def test_unnumbered_entries_whose_headings_run_in():
    build = DocumentBuilder("port", SOURCE)
    section(build, "1.3", "Definitions.", lead_in="The following terms have these meanings:")
    with build.provision("1.4", type=ProvisionType.SECTION, marker="§ 1.4", heading="Definitions.", top=True):
        build.block("§ 1.4 Definitions.", heading=True)
        build.block("Affiliated ship. This term includes any ship under the same flag.")
    document = build.build()
    at = document.text.index("This term")
    last = document.blocks[-1]
    sentences = (
        Sentence(id="s0", span=Span(last.span.start, at - 1), provision=last.provision, block=len(document.blocks) - 1, heading=True),
        Sentence(id="s1", span=Span(at, last.span.end), provision=last.provision, block=len(document.blocks) - 1, heading=False),
    )
    (definition,) = find_definitions(Analysis(document=document, sentences=sentences))
    assert (definition.term, definition.kind, document.quote(definition.body)) == (
        "affiliated ship",
        DefinitionKind.ENTRY,
        "This term includes any ship under the same flag.",
    )


def test_a_heading_whose_items_begin_with_the_verb():
    build = DocumentBuilder("port", SOURCE)
    section(build, "7.2", "Definitions.", ("(a) Kickback—", "(i) Means a thing of value; and", "(ii) Includes a gift."), "(b) Ship means a craft.")
    assert [definition.term for definition in find_definitions(analysis(build))] == ["kickback", "ship"]


def test_an_entry_after_a_dash():
    build = DocumentBuilder("port", SOURCE)
    section(build, "7.2", "Definitions.", "(a) Berth—a place where a ship lies.", "(b) Owner-operator means a person who owns and sails.")
    subject = analysis(build)
    assert [(one.term, subject.document.quote(one.body)) for one in find_definitions(subject)] == [
        ("berth", "a place where a ship lies."),
        ("owner-operator", "a person who owns and sails."),
    ]


def test_an_unnumbered_term_whose_items_begin_with_the_verb():
    build = DocumentBuilder("port", SOURCE)
    with build.provision("7.2", type=ProvisionType.SECTION, marker="§ 7.2", heading="Definitions.", top=True):
        build.block("§ 7.2 Definitions.", heading=True)
        build.block("Clerical duties:")
        for label, text in (("1", "(1) Include the keeping of logs; and"), ("2", "(2) Do not include steering.")):
            with build.provision(label, marker=f"({label})"):
                build.block(text)
        build.block("Ship means a craft.")
    subject = analysis(build)
    assert [(one.term, one.kind, subject.document.quote(one.body)) for one in find_definitions(subject)] == [
        ("clerical duties", DefinitionKind.INCLUDES, "(1) Include the keeping of logs; and\n(2) Do not include steering."),
        ("ship", DefinitionKind.MEANS, "a craft."),
    ]
