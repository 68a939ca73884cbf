import pytest

from regkit.extract.definitions_sentence import Setting, read_definitions
from regkit.model.annotation import DefinitionKind
from regkit.model.document import Mark, MarkKind
from regkit.model.span import Span

LISTED = Setting(listed=True)
COMMENTARY = Setting(commentary=True)


def terms(text, setting=None, marks=(), **more):
    return [span.of(text) for found in read_definitions(text, marks, setting, **more) for span in found.terms]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(b) “Harbour fee” means the sum that a ship pays for its berth.", ["Harbour fee"]),
        ("The term “pilot” shall mean a person licensed to steer ships.", ["pilot"]),
        ("The terms “berth” and “quay” mean a place where a ship lies.", ["berth", "quay"]),
        ("The terms “berth,” “quay,” and “pier” mean a place where a ship lies.", ["berth", "quay", "pier"]),
        ("“Berth” (or “mooring”) means a place where a ship lies.", ["Berth", "mooring"]),
        ("‘harbour authority’ means any body that runs a port;", ["harbour authority"]),
        ("The words “crew” and “hand” include apprentices.", ["crew", "hand"]),
        ("The term “vessel” does not include a raft.", ["vessel"]),
        ("“Tonnage” has the meaning given to it in section 4 of the Ports Act.", ["Tonnage"]),
        ("In this Rule 5, “Order” and “Notice” have the meanings set forth in Rule 1.", ["Order", "Notice"]),
        ("The term “agency” is defined in 5 U.S.C. 551(1).", ["agency"]),
        ("“Large ship” is defined as a ship of more than 5,000 tons.", ["Large ship"]),
        ("The phrase “close of business” shall be deemed to mean 5 p.m.", ["close of business"]),
        ("The term pilot means a person licensed to steer ships.", ["pilot"]),
        ("(2)(i) The term harbour master, as used in this part, means the head of a port.", ["harbour master"]),
        ("For purposes of this section, joint voyage means a voyage of two ships.", ["joint voyage"]),
        ("As used in paragraph (b) of this section, tow means to pull.", ["tow"]),
        ("Branch means any office other than the head office.", ["Branch"]),
        ("(1) Definition of tow. For purposes of this section, tow means to pull.", ["tow"]),
        ("For purposes of this order, a “carrier” is a person that moves goods.", ["carrier"]),
        ("Unless the context otherwise requires, in this part “ship” means “vessel.”", ["ship"]),
        ("“Bank” means a bank, and “broker” means a person that deals.", ["Bank", "broker"]),
        ("Pilotage fee or fee means the sum that a pilot is paid.", ["Pilotage fee", "fee"]),
        ("Moor and tie up mean to make fast.", ["Moor", "tie up"]),
        ("Sailing list (or “list”) means a list of ships.", ["Sailing list", "list"]),
        ("The term goods carried on deck (hereinafter also “deck goods”) shall mean goods above the hatch.", ["goods carried on deck", "deck goods"]),
        ("The terms deck goods and hold goods shall mean goods on board.", ["deck goods", "hold goods"]),
        ("The word “day” shall be construed to mean a working day.", ["day"]),
        ("For purposes of this section, “fee” shall be deemed to refer to a pilotage fee.", ["fee"]),
        ("“Berth” means this quay, and “Master” means this ship's master.", ["Berth", "Master"]),
        ("“Harbour” denotes a place where ships lie.", ["Harbour"]),
        ("For purposes of this section only, toll does not include a pilot's fee.", ["toll"]),
        ("The master, the mate and the pilot, together the “Crew”, shall sign.", ["Crew"]),
        ("This order is known as the “quay” method.", ["quay"]),
    ],
)
def test_terms_of_a_sentence(text, expected):
    assert terms(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "A port may reach its users by means of letters.",
        "The notice must state that “balance” means the sum that is due.",
        "Shipowners noted that, under the old order, the term “toll” means a fee of the port.",
        "The pilot's income (or in the case of a firm “gross income”) is reported.",
        "For purposes of this rule, a report that is false, late or incomplete, includes one that a pilot signs.",
        "However, for purposes of §§ 7.5 and 7.6, the term means any day.",
        "Unless the context requires otherwise, the terms defined in this order have the meanings given.",
        "References to the singular include the plural.",
        "The master may use any means to avoid a collision.",
        "Notice is given in person or by other means.",
        "This means that the fee is due at once.",
        "You must offer a reasonable means to object.",
        "(iii) Unreasonable means of objecting.",
        "Reasonable means include a form and a telephone number.",
        "The electronic means used must be secure.",
        "The fee is due within the meaning of section 4 of the Ports Act.",
        "The firm includes the fee in its statement.",
        "A ship, as the term “vessel” is defined in section 3, pays the fee.",
        "The term “vessel,” as defined in section 3, includes a raft.",
        "The notice shall use the term “harbour fee” in the first line.",
        "It does not refer to a ship that is laid up.",
        "Such conduct could mean that the licence is lost.",
        "The statement shows a date (“January 10, 1995”).",
        "The table answers a question (“Who are we?”).",
        "Some ports take the largest balance (the “peak” method).",
        "The order was published (see “Notice”).",
    ],
)
def test_sentences_that_define_nothing(text):
    assert terms(text) == []


@pytest.mark.parametrize(
    ("text", "listed", "elsewhere"),
    [
        ("(g) Coastal trade refers to voyages between home ports.", ["Coastal trade"], []),
        ("(m) Port service includes pilotage and towage.", ["Port service"], []),
        ("A completed voyage means a voyage that has ended.", ["completed voyage"], []),
        ("The port includes the fee in its bill.", [], []),
        ("Charge or value means the larger of the two.", ["Charge or value"], ["Charge or value"]),
        (
            "Licence to pilot, to tow, or to moor ships within the bounds of the port means a paper.",
            ["Licence to pilot, to tow, or to moor ships within the bounds of the port"],
            [],
        ),
    ],
)
def test_a_list_of_definitions_lends_belief(text, listed, elsewhere):
    assert terms(text, LISTED) == [] or terms(text, LISTED) == listed
    assert terms(text) == elsewhere


def test_rules_of_construction_are_no_definitions():
    assert terms("Words importing the singular include the plural.", LISTED) == []


def test_commentary_explains_and_defines_little():
    assert terms("Tow means to pull.", COMMENTARY) == []
    assert terms("The term “tow” refers to the usual practice.", COMMENTARY) == []
    assert terms("The term “tow” means to pull.", COMMENTARY) == ["tow"]
    assert terms("For purposes of this rule, “tow” means to pull.", COMMENTARY) == ["tow"]


def test_or_joins_synonyms_only_where_they_are_used_apart():
    text = "Registered pilot or licensee means a person with a licence."
    assert terms(text) == ["Registered pilot or licensee"]
    assert terms(text, apart=lambda a, b: (a, b) == ("registered pilot", "licensee")) == ["Registered pilot", "licensee"]


@pytest.mark.parametrize(
    ("text", "short", "stands_for"),
    [
        ("It is paid under the Small Ports Relief Act of 1931 (“SPRA”).", ["SPRA"], "Small Ports Relief Act"),
        ("The Harbour Board of Trade (the “Board”) met.", ["Board"], "Harbour Board of Trade"),
        ("Every dealer that joins (each, a “Joining Dealer”) pays.", ["Joining Dealer"], "dealer that joins"),
        ("The two ports (“North” and “South,” and together, the “Ports”) agree.", ["North", "South", "Ports"], "ports"),
        ("The market’s rules (as amended from time to time, the “Market Rules”) apply.", ["Market Rules"], "market’s rules"),
        ("The harbour fund, hereinafter referred to as the “Fund”, pays.", ["Fund"], "harbour fund"),
        ("The toll may be referred to as the “passage fee” in a notice.", ["passage fee"], "toll"),
    ],
)
def test_short_forms(text, short, stands_for):
    found = read_definitions(text)
    assert [span.of(text) for item in found for span in item.terms] == short
    assert all(item.kind is DefinitionKind.SHORT_FORM for item in found)
    assert stands_for in found[0].body.of(text)


def test_type_sets_a_term_off():
    text = "(a) Depository institution and institution mean a body that takes deposits."
    marks = [Mark(Span(4, 26), MarkKind.ITALIC), Mark(Span(31, 42), MarkKind.ITALIC)]
    assert terms(text, marks=marks) == ["Depository institution", "institution"]
    heading = "(1) Definition. Coastal credit refers to loans."
    assert terms(heading, Setting(listed=True), [Mark(Span(4, 15), MarkKind.ITALIC)]) == ["Coastal credit"]


def test_kinds_bodies_and_scopes():
    text = "For purposes of this section, the term “ship” does not include a raft."
    (found,) = read_definitions(text)
    assert found.kind is DefinitionKind.EXCLUDES
    assert found.body.of(text) == "does not include a raft."
    assert "for purposes of this section" in found.scope.lower()
    first, second = read_definitions("“Bank” means a bank, and “broker” means a dealer.")
    assert first.body.end <= second.terms[0].start


def test_a_text_without_an_end_stays_cheap():
    assert len(read_definitions("“A” means x " * 3000)) <= 64
    assert read_definitions("(" + "with a, " * 3000) == ()


def test_definitions_of_one_sentence_share_its_scope():
    first, second = read_definitions("In this section, “index” means a rate and “margin” means an amount.")
    assert "in this section" in first.scope.lower()
    assert second.scope == first.scope


def test_an_article_inside_the_quotes_is_no_part_of_the_term():
    assert terms("The dealer (referred to in this section as “the lender”) pays.") == ["lender"]
