"""Uses of terms over several documents of one instrument, built by hand."""

from msgspec.structs import replace

from regkit.extract.definitions_document import find_definitions
from regkit.model.analysis import Analysis
from regkit.model.annotation import Citation, Sentence
from regkit.model.document import Authority, ProvisionType, Source
from regkit.model.span import Span
from regkit.read.builder import DocumentBuilder
from regkit.resolve.terms import resolve_terms

SOURCE = Source(name="t.txt", sha256="0" * 64, media_type="text/plain")
PART = Authority(instrument="7 CFR part 7", citation="7 CFR part 7")


def analysis(id, sections, authority=PART):
    """Return the analysis, with definitions, of sections: {number: (heading, [(label or "", text)…])}, one sentence a block."""
    build = DocumentBuilder(id, SOURCE, authority)
    for number, (heading, paragraphs) in sections.items():
        with build.provision(number, type=ProvisionType.SECTION, heading=heading, top=True):
            build.block(f"§ {number} {heading}", heading=True)
            for label, text in paragraphs:
                if not label:
                    build.block(text)
                    continue
                with build.provision(label, marker=f"({label})", heading=text.split(".")[0] if text.startswith(("Ships. ", "Berth fee. ")) else None):
                    build.block(f"({label}) {text}")
    document = build.build()
    sentences = tuple(
        Sentence(id=f"s{at}", span=block.span, provision=block.provision, block=at, heading=block.heading) for at, block in enumerate(document.blocks)
    )
    found = Analysis(document=document, sentences=sentences)
    return replace(found, definitions=find_definitions(found))


def uses(*analyses):
    """Return (document, words, path of the definition) of every use."""
    return [(done.document.id, done.document.quote(use.span), ".".join(use.defined_at)) for done in resolve_terms(analyses) for use in done.term_uses]


DEFINITIONS = (
    "Definitions.",
    [
        ("a", "Act means the Ports Act of 1931."),
        ("b", "Berth means a place where a ship lies. A berth is lit."),
        ("c", "Ship means a vessel that needs a berth."),
        ("d", "Tow means to pull a ship."),
    ],
)


def test_uses_in_the_scope_of_their_definition():
    part = analysis(
        "part",
        {
            "7.2": DEFINITIONS,
            "7.3": ("Ships.", [("a", "Ships. The ship’s master and the berths of other ships comply with the Act."), ("b", "A ship towed is lit.")]),
        },
    )
    assert uses(part) == [
        ("part", "ship", "7.2.c"),  # in the definition of berth
        ("part", "berth", "7.2.b"),
        ("part", "ship", "7.2.c"),  # in the definition of tow
        ("part", "ship", "7.2.c"),
        ("part", "berths", "7.2.b"),
        ("part", "ships", "7.2.c"),
        ("part", "Act", "7.2.a"),
        ("part", "ship", "7.2.c"),
        ("part", "towed", "7.2.d"),
    ]


def test_the_narrowest_scope_wins():
    part = analysis(
        "part",
        {
            "7.2": DEFINITIONS,
            "7.4": ("Fees.", [("a", "For purposes of this section, berth means a quay."), ("b", "The fee for a berth is due.")]),
            "7.5": ("Light.", [("a", "Every berth is lit.")]),
        },
    )
    assert ("part", "berth", "7.4.a") in uses(part)
    assert uses(part)[-2:] == [("part", "berth", "7.4.a"), ("part", "berth", "7.2.b")]


def test_documents_of_one_instrument_share_terms_others_do_not():
    part = analysis("part", {"7.2": DEFINITIONS})
    appendix = analysis("appendix", {"Appendix A": ("Forms.", [("1", "The form names the berth.")])})
    other = analysis("other", {"9.1": ("Fees.", [("a", "The form names the berth.")])}, Authority(instrument="9 CFR part 9"))
    assert [use for use in uses(part, appendix, other) if use[0] != "part"] == [("appendix", "berth", "7.2.b")]


def test_commentary_is_read_with_the_section_it_comments_on():
    part = analysis("part", {"7.4": ("Fees.", [("a", "For purposes of this section, “berth” means a quay.")])})
    build = DocumentBuilder("notes", SOURCE, PART)
    with build.provision("Supplement I", type=ProvisionType.APPENDIX, heading="Official Interpretations", top=True):
        for number in ("7.4", "7.5"):
            with build.provision(f"Section {number}", type=ProvisionType.HEADING), build.provision("4(a)", type=ProvisionType.HEADING):
                build.block("1. A berth may be long.")
    document = build.build()
    notes = Analysis(document=document)
    assert [use for use in uses(part, notes) if use[0] == "notes"] == [("notes", "berth", "7.4.a")]


def test_short_forms_hold_in_their_document():
    text = "The Harbour Board of Trade (the “Board”) met. The Board pays; a board of wood does not. The Harbour Board of Trade is old."
    first = analysis("first", {"7.1": ("Order.", [("a", text)])})
    second = analysis("second", {"7.2": ("Notice.", [("a", "It wrote to the Board.")])})
    assert uses(first, second) == [("first", "Board", "7.1.a")]


def test_terms_with_capitals_match_with_capitals():
    text = "The term “Eligible Ship” means a ship that is lit."
    rules = analysis(
        "rules", {"7.1": ("Terms.", [("a", text), ("b", "An Eligible Ship moors. Eligible Ships pay. A ship that is an eligible ship waits.")])}
    )
    assert [words for _, words, _ in uses(rules)] == ["Eligible Ship", "Eligible Ships"]


def test_longer_terms_and_names_win():
    part = analysis(
        "part",
        {
            "7.2": (
                "Definitions.",
                [("a", "Account means a record."), ("b", "Account number means the number of an account."), ("c", "Act means the Ports Act.")],
            ),
            "7.3": (
                "Duties.",
                [("a", "The account number of the account is kept under the Act and the Safe Ports Act."), ("b", "It must account for the fee.")],
            ),
        },
    )
    assert [words for _, words, _ in uses(part)] == ["account", "account number", "account", "Act"]


def test_headings_are_no_uses():
    part = analysis("part", {"7.2": DEFINITIONS, "7.6": ("Berth fees.", [("a", "Berth fee. The sum is due.")])})
    assert [use for use in uses(part) if use[2] == "7.2.b"] == [("part", "berth", "7.2.b")]


def test_uses_quote_and_link_what_exists():
    part = analysis("part", {"7.2": DEFINITIONS, "7.3": ("Ships.", [("a", "Every ship has a berth.")])})
    (done,) = resolve_terms([part])
    ids = {definition.id for definition in done.definitions}
    assert done.term_uses
    assert all(use.definition in ids for use in done.term_uses)
    assert list(done.term_uses) == sorted(done.term_uses, key=lambda use: use.span)


def test_nothing_in_nothing_out():
    assert resolve_terms([]) == ()
    empty = Analysis(document=DocumentBuilder("e", SOURCE).build())
    assert resolve_terms([empty])[0].term_uses == ()


def test_a_definition_by_reference_is_followed():
    part = analysis(
        "part",
        {
            "7.2": ("Definitions.", [("a", "Toll has the meaning given in § 7.3(a)."), ("b", "Tax has the meaning given in § 9.9.")]),
            "7.3": ("Tolls.", [("a", "For purposes of this section, the term “toll” means a fee.")]),
            "7.4": ("Dues.", [("a", "The toll and the tax are due.")]),
        },
    )
    start = part.document.text.index("§ 7.3(a)")
    cited = Citation(span=Span(start, start + 8), family="internal", target="§ 7.3(a)", rule="r", target_document="part", target_path=("7.3", "a"))
    assert uses(part) == [("part", "toll", "7.2.a"), ("part", "tax", "7.2.b")]
    assert uses(replace(part, citations=(cited,))) == [("part", "toll", "7.3.a"), ("part", "tax", "7.2.b")]


def test_a_whole_definition_wins_over_one_that_adds_to_it():
    part = analysis(
        "part",
        {
            "7.2": ("Definitions.", [("a", "Raft means a float.")]),
            "7.3": ("Rafts.", [("a", "The term “raft” includes a tub."), ("b", "Every raft is lit.")]),
        },
    )
    assert uses(part) == [("part", "raft", "7.2.a")]


def test_a_definition_of_a_subpart_holds_in_its_sections():
    build = DocumentBuilder("part", SOURCE, PART)
    with build.provision("7", type=ProvisionType.PART, marker="PART 7"):
        build.block("PART 7", heading=True)
        for letter, sections in {
            "A": {"7.2": ("Definitions.", "Fee means a sum due."), "7.3": ("Duty.", "A fee is due.")},
            "B": {"7.30": ("Definitions.", "For purposes of this subpart, fee means a toll."), "7.31": ("Duty.", "The fee is due.")},
        }.items():
            with build.provision(f"Subpart {letter}", type=ProvisionType.SUBPART, marker=f"Subpart {letter}"):
                for number, (heading, text) in sections.items():
                    with build.provision(number, type=ProvisionType.SECTION, heading=heading, top=True):
                        build.block(f"§ {number} {heading}", heading=True)
                        build.block(text)
    document = build.build()
    sentences = tuple(
        Sentence(id=f"s{at}", span=block.span, provision=block.provision, block=at, heading=block.heading) for at, block in enumerate(document.blocks)
    )
    part = Analysis(document=document, sentences=sentences)
    part = replace(part, definitions=find_definitions(part))
    assert [definition.scope for definition in part.definitions] == [(), ("7", "Subpart B")]
    comments = analysis("comments", {"7.31": ("Duty.", [("", "The fee is small.")])})
    assert uses(part, comments) == [("part", "fee", "7.2"), ("part", "fee", "7.30"), ("comments", "fee", "7.30")]


def test_what_a_preamble_explains_does_not_hold_in_the_rules():
    build = DocumentBuilder("rule", SOURCE)
    with build.provision("I", type=ProvisionType.HEADING, heading="Background"):
        build.block("The term “berth” means any mooring. A berth is dear.")
    with build.provision("7.3", type=ProvisionType.SECTION, heading="Duty.", top=True):
        build.block("A berth is lit.")
    document = build.build()
    sentences = tuple(Sentence(id=f"s{at}", span=block.span, provision=block.provision, block=at) for at, block in enumerate(document.blocks))
    rule = Analysis(document=document, sentences=sentences)
    rule = replace(rule, definitions=find_definitions(rule))
    assert [definition.term for definition in rule.definitions] == ["berth"]
    assert uses(rule) == []
