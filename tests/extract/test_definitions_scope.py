import pytest

from regkit.extract.definitions_scope import scope_of

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
