import pytest

from regkit.extract.definitions_scope import Units, scope_of
from regkit.model.document import ProvisionType, Source
from regkit.read.builder import DocumentBuilder

PATH = ("1002.14", "b", "1")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("for purposes of this part,", ()),
        ("as used in this subpart", ()),
        ("for purposes of this section,", ("1002.14",)),
        ("for purposes of paragraph (a) of this section,", ("1002.14", "a")),
        ("for purposes of paragraphs (a)(1) and (a)(2) of this section,", ("1002.14", "a")),
        ("for purposes of paragraphs (a) and (c) of this section,", ("1002.14",)),
        ("for the purposes of this paragraph (b),", ("1002.14", "b")),
        ("for purposes of this paragraph,", PATH),
        ("for purposes of § 1002.7(d),", ("1002.7", "d")),
        ("for purposes of §§ 1002.5 and 1002.6,", ()),
        ("in this rule,", ("1002.14",)),
        ("when used in these rules,", ()),
        ("for purposes of this section, except as provided in paragraph (c),", ("1002.14",)),
        ("The expression, in this paragraph ", PATH),
        ("for purposes of this timing requirement,", PATH),
        ("except as described in paragraph (c) of this section,", None),
        ("in the case of an entity described in section 505(a) of the Ports Act,", None),
        ("", None),
    ],
)
def test_scope_of_words(words, expected):
    assert scope_of(words, PATH) == expected


def test_capital_labels_stay_as_they_are():
    assert scope_of("for purposes of paragraph (b)(2)(iv)(A) of this section,", ("1026.35", "b")) == ("1026.35", "b", "2", "iv", "A")
    assert scope_of("For purposes of this paragraph (A),", ("1026.35", "b", "A", "1")) == ("1026.35", "b", "A")


def test_a_rule_is_known_by_its_label():
    assert scope_of("for purposes of rule 7,", ("Rule 7", "a")) == ("Rule 7",)


@pytest.fixture
def units():
    build = DocumentBuilder("ports", Source(name="t.txt", sha256="0" * 64, media_type="text/plain"))
    with build.provision("7", type=ProvisionType.PART, marker="PART 7"):
        build.block("PART 7", heading=True)
        for letter, sections in (("A", ("7.1", "7.2")), ("B", ("7.30", "7.31"))):
            with build.provision(f"Subpart {letter}", type=ProvisionType.SUBPART, marker=f"Subpart {letter}"):
                build.block(f"Subpart {letter}", heading=True)
                for number in sections:
                    with build.provision(number, type=ProvisionType.SECTION, marker=f"§ {number}", top=True):
                        build.block(f"§ {number} Fees.", heading=True)
    return Units([build.build()])


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("for purposes of this subpart,", ("7", "Subpart B")),
        ("for purposes of subpart A,", ("7", "Subpart A")),
        ("as used in subpart A of this part,", ("7", "Subpart A")),
        ("for purposes of subparts A and B,", ()),
        ("for purposes of subpart C,", ()),
        ("for purposes of §§ 7.30 through 7.31,", ("7", "Subpart B")),
        ("for purposes of §§ 7.2 through 7.31,", ()),
        ("for purposes of this part and subpart A,", ()),
    ],
)
def test_a_subpart_is_a_scope(units, words, expected):
    assert scope_of(words, ("7.30", "a"), units) == expected


def test_a_subpart_is_known_by_its_sections(units):
    assert units.of(("7.31", "a", "1")) == ("7", "Subpart B")
    assert units.of(("7", "Subpart A")) == ("7", "Subpart A")
    assert units.of(("9.1",)) is None
    assert ("7", "Subpart A") in units
    assert ("7.30",) not in units
