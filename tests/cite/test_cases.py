from __future__ import annotations

import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regkit.cite import cases, find
from regkit.errors import RegkitError


@pytest.mark.parametrize(("text", "targets"), cases.EXAMPLES, ids=[text for text, _ in cases.EXAMPLES])
def test_reads_its_examples(text, targets):
    assert tuple(citation.target for citation in find(f"See {text}", cases=True)) == targets


def spelled(text, **options):
    return [(citation.span.of(text), citation.family, citation.target) for citation in find(text, cases=True, **options)]


def test_stands_among_the_other_families_in_order_and_never_over_them():
    text = "SEC v. Ralston Purina Co., 346 U.S. 119, 124–25 (1953); 15 U.S.C. 77d; 84 Fed. Reg. 12345; Doe v. Roe, 52 S. Ct. 1 (1931)."
    assert spelled(text) == [
        ("346 U.S. 119, 124–25", "case", "346 U.S. 119, 124"),
        ("15 U.S.C. 77d", "usc", "15 U.S.C. 77d"),
        ("84 Fed. Reg. 12345", "fedreg", "84 FR 12345"),
        ("52 S. Ct. 1", "case", "52 S. Ct. 1"),
    ]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Doe v. Roe, 5 F.3d 12 (2d Cir. 1993). Id. at 1,015.", "5 F.3d 12, 1015"),
        ("Doe v. Roe, 5 F.3d 12 (2d Cir. 1993). Id.", "5 F.3d 12"),
        ("Doe v. Roe, 5 F.3d 12 (2d Cir. 1993). The letter of Mr. Poe says more. Id. at 3.", None),
        ("15 U.S.C. 78o. Doe v. Roe, 5 F.3d 12 (2d Cir. 1993). Id. § 78c.", None),
        ("Doe v. Roe, 5 F.3d 12 (2d Cir. 1993). 15 U.S.C. 78o(c). Id.", "15 U.S.C. 78o(c)"),
    ],
)
def test_id_means_the_case_that_stands_right_before_it(text, target):
    assert find(text, cases=True)[-1].target == target


def test_a_short_form_needs_one_full_citation_that_it_can_mean():
    text = "Doe v. Roe, 5 F.3d 12 (1993); Poe v. Roe, 5 F.3d 90 (1993). See 5 F.3d at 95."
    last = find(text, cases=True)[-1]
    assert (last.target, last.certain) == (None, False)
    assert last.note


def test_hard_line_breaks_and_odd_characters_keep_offsets():
    text = "Doe v. Roe, 5 F.3d\n12 (1993) — “Poe v. Roe,” 328 U.S. 293"
    assert spelled(text, wrapped=True)[0] == ("5 F.3d\n12", "case", "5 F.3d 12")
    assert spelled(text)[-1] == ("328 U.S. 293", "case", "328 U.S. 293")


PIECES = st.sampled_from(
    ["5 F.3d 12", "328 U.S. 293, 298", " at 5", "Id.", " v. ", "Roe", "§ 5", "15 U.S.C. 78o", ", ", "\n", "(1993)", "supra", "“", "U.S."]
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=15).map(" ".join))
def test_none_overlap_and_all_that_others_read_stays(text):
    found = find(text, cases=True)
    assert all(one.span.end <= other.span.start for one, other in pairwise(found))
    assert {c.span for c in find(text)} <= {c.span for c in found}


def test_without_the_extra_it_says_which(monkeypatch):
    monkeypatch.setitem(sys.modules, "eyecite", None)
    with pytest.raises(RegkitError, match=r'not installed\. Run pip install "regkit\[cases\]"'):
        find("5 F.3d 12", cases=True)


def test_the_toolkit_alone_imports_nothing_heavy():
    heavy = "{'spacy', 'networkx', 'jinja2', 'lxml', 'typer', 'rich', 'eyecite', 'markdown_it'}"
    code = (
        "import sys\nfrom regkit import cite\nfrom regkit.cite import annotate, authorities, export, format, links\n"
        f"cite.find('15 U.S.C. 78o')\nassert not {heavy} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
