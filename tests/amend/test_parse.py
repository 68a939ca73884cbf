"""Instructions in the styles of many agencies, and the operations that must be read out of them."""

# ruff: noqa: E501  (an instruction and what is read out of it stand in one line)

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regkit.amend import parse_instruction
from regkit.amend.verbs import verbs

CASES = """
1. The authority citation for part 240 continues to read, in part, as follows: ==> unchanged part 240 authority citation
1. The general authority citation for part 249 is revised to read as follows: ==> revise part 249 authority citation
2. Amend § 240.17ad-22 by revising paragraph (e)(4) to read as follows: ==> revise § 240.17ad-22(e)(4)
3. Section 1026.35 is amended by revising paragraphs (b)(2)(iii)(A) and (B) and adding paragraph (b)(2)(iv)(C) to read as follows: ==> revise § 1026.35(b)(2)(iii)(A) | revise § 1026.35(b)(2)(iii)(B) | add § 1026.35(b)(2)(iv)(C)
4. Amend § 275.204-2 by revising paragraphs (a)(1) and (b), adding paragraph (c), and removing and reserving paragraph (d). ==> revise § 275.204-2(a)(1) | revise § 275.204-2(b) | add § 275.204-2(c) | reserve § 275.204-2(d)
5. Section 45.2 is revised to read as follows: ==> revise § 45.2
6. Add § 240.15l-1 to read as follows: ==> add § 240.15l-1
7. Remove and reserve § 1.56. ==> reserve § 1.56
8. In § 23.500, remove the definition of “Material swaps”. ==> remove § 23.500 definition "Material swaps"
9. Amend § 23.500 by adding, in alphabetical order, definitions for “Custodian” and “Margin” to read as follows: ==> add § 23.500 definition "Custodian" | add § 23.500 definition "Margin"
10. In § 60.4, paragraph (b)(2) introductory text is revised to read as follows: ==> revise § 60.4(b)(2) introductory text
11. Revise the section heading and paragraph (a) of § 71.1 to read as follows: ==> revise § 71.1 heading | revise § 71.1(a)
12. Revise the heading of subpart C to read as follows: ==> revise subpart C heading
13. Paragraphs (c) and (d) of § 52.220 are redesignated as paragraphs (d) and (e), respectively. ==> redesignate § 52.220(c) → § 52.220(d) | redesignate § 52.220(d) → § 52.220(e)
14. In § 3.5(a)(1), remove the phrase “30 days” and add in its place the phrase “45 days”. ==> replace_text § 3.5(a)(1): "30 days" → "45 days"
15. Section 3.6 is amended by removing “bank” each place it appears and adding in its place “depository institution”. ==> replace_text § 3.6: "bank" → "depository institution" everywhere
16. In § 3.7, amend paragraph (b) by removing the word “and” at the end of the paragraph. ==> remove_text § 3.7(b): "and"
18. Part 1004 is added to read as follows: ==> add part 1004
19. Add subpart D, consisting of §§ 75.20 through 75.25, to read as follows: ==> add subpart D
20. Remove §§ 75.26 through 75.28. ==> remove § 75.26 | remove § 75.27 | remove § 75.28
21. In Supplement I to part 1026, under Section 1026.7—Periodic Statement, under 7(b) Rules affecting home-equity plans, paragraph 2 is revised. ==> revise Supplement I, Section 1026.7, 7(b), 2
22. Section 9.3(b) is amended by removing “the Director” and adding “the Administrator” in its place. ==> replace_text § 9.3(b): "the Director" → "the Administrator"
23. In § 10.2, in paragraph (c)(1), remove “shall” and add in its place “must”; and in paragraph (d), remove “10” and add in its place “15”. ==> replace_text § 10.2(c)(1): "shall" → "must" | replace_text § 10.2(d): "10" → "15"
24. Amend § 1.3 by redesignating paragraph (b) as paragraph (c) and adding new paragraph (b). ==> redesignate § 1.3(b) → § 1.3(c) | add § 1.3(b)
25. Revise § 1.4(a)(3), (b), and (c)(1)(ii). ==> revise § 1.4(a)(3) | revise § 1.4(b) | revise § 1.4(c)(1)(ii)
26. In § 12.1, revise the first sentence of paragraph (a) to read as follows: ==> revise § 12.1(a) sentence "first"
27. Revise the introductory text of § 12.3 and paragraph (a) introductory text. ==> revise § 12.3 introductory text | revise § 12.3(a) introductory text
28. In § 12.4, add a sentence at the end of paragraph (b) to read as follows: ==> add § 12.4(b) sentence
29. The table of contents for part 12 is revised. ==> revise part 12 table of contents
30. Amend § 201.51 by revising the table in paragraph (b). ==> revise § 201.51(b) table
31. Section 4.1 is amended in paragraph (a) by adding the words “or trust” after the word “bank”. ==> add_text § 4.1(a): "or trust" after "bank"
32. Remove the authority citation for subpart B. ==> remove subpart B authority citation
33. Redesignate § 5.10 as § 5.11. ==> redesignate § 5.10 → § 5.11
34. Redesignate §§ 5.10 through 5.12 as §§ 5.20 through 5.22, respectively. ==> redesignate § 5.10 → § 5.20 | redesignate § 5.11 → § 5.21 | redesignate § 5.12 → § 5.22
35. In § 6.1(b), remove the reference “§ 6.9” and add in its place “§ 6.10”. ==> replace_text § 6.1(b): "§ 6.9" → "§ 6.10"
36. Appendix B to Part 1024 is removed. ==> remove Appendix B
37. Appendix C to Part 1002 is revised as follows: ==> revise Appendix C
39. Revise § 7.1 to read as follows: ==> revise § 7.1
40. Section 7.2 is amended to read as follows: ==> revise § 7.2
41. Section 7.3 is removed. ==> remove § 7.3
42. In § 7.4, the definition of “Account” is revised to read as follows: ==> revise § 7.4 definition "Account"
43. Amend § 7.5 in paragraph (a) by revising the definitions of “Bank” and “Broker”. ==> revise § 7.5(a) definition "Bank" | revise § 7.5(a) definition "Broker"
44. Add paragraph (e) to § 7.6. ==> add § 7.6(e)
46. In § 7.7, paragraph (b) is removed and paragraphs (c) and (d) are redesignated as paragraphs (b) and (c). ==> remove § 7.7(b) | redesignate § 7.7(c) → § 7.7(b) | redesignate § 7.7(d) → § 7.7(c)
47. Amend § 7.8 by removing the period at the end of paragraph (a)(3) and adding “; and” in its place. ==> replace_text § 7.8(a)(3): "." → "; and"
48. Section 7.9 is amended by revising paragraph (a)(1)(i), the introductory text of paragraph (b), and paragraph (c)(2) to read as follows: ==> revise § 7.9(a)(1)(i) | revise § 7.9(b) introductory text | revise § 7.9(c)(2)
51. Amend part 9 by removing the term “customer” wherever it appears and adding in its place the term “client”. ==> replace_text part 9: "customer" → "client" everywhere
52. Revise the authority citation for part 23 to read as follows: ==> revise part 23 authority citation
53. Amend § 8.3 by redesignating paragraphs (a)(2)(i) through (iii) as paragraphs (a)(3)(i) through (iii). ==> redesignate § 8.3(a)(2)(i) → § 8.3(a)(3)(i) | redesignate § 8.3(a)(2)(ii) → § 8.3(a)(3)(ii) | redesignate § 8.3(a)(2)(iii) → § 8.3(a)(3)(iii)
54. Sections 8.4 and 8.5 are removed and reserved. ==> reserve § 8.4 | reserve § 8.5
55. Revise newly redesignated paragraph (d) of § 8.6. ==> revise § 8.6(d)
56. Section 8.7 heading is revised to read as follows: ==> revise § 8.7 heading
57. Amend § 1.1 by revising the section heading, redesignating paragraphs (c) and (d) as paragraphs (d) and (e), and adding new paragraph (c) to read as follows: ==> revise § 1.1 heading | redesignate § 1.1(c) → § 1.1(d) | redesignate § 1.1(d) → § 1.1(e) | add § 1.1(c)
58. In § 431.2, the definition of “Pump” is amended by removing “2012” and adding in its place “2016”. ==> replace_text § 431.2 definition "Pump": "2012" → "2016"
59. Section 180.1 is amended by removing paragraph (b). ==> remove § 180.1(b)
60. Section 25.3, paragraph (a)(1), is revised to read as follows: ==> revise § 25.3(a)(1)
62. Revise § 117.255(a) to read as follows: ==> revise § 117.255(a)
63. Add § 165.T05-0123 to read as follows: ==> add § 165.T05-0123
64. Amend § 15.3 by adding a definition for “Swap” in alphabetical order to read as follows: ==> add § 15.3 definition "Swap"
67. In § 2.1 remove “five” and add in its place “six” in paragraphs (a) and (b). ==> replace_text § 2.1(a): "five" → "six" | replace_text § 2.1(b): "five" → "six"
68. In paragraph (c) of § 2.2, remove the last sentence. ==> remove § 2.2(c) sentence "last"
69. In § 2.3, remove paragraph (a)(2), redesignate paragraphs (a)(3) and (4) as (a)(2) and (3), and revise newly redesignated paragraph (a)(2). ==> remove § 2.3(a)(2) | redesignate § 2.3(a)(3) → § 2.3(a)(2) | redesignate § 2.3(a)(4) → § 2.3(a)(3) | revise § 2.3(a)(2)
70. Section 2.4 is amended by removing the last sentence of paragraph (b). ==> remove § 2.4(b) sentence "last"
71. Section 2.5 is amended by revising paragraph (a) and by adding paragraphs (b)(3) and (4) to read as follows: ==> revise § 2.5(a) | add § 2.5(b)(3) | add § 2.5(b)(4)
72. Revise paragraph (a) of Appendix A to part 2. ==> revise Appendix A, a
73. Revise Appendix A to Subpart B of part 226. ==> revise Appendix A
74. In Supplement I to part 1026—Official Interpretations, under Section 1026.2—Definitions and Rules of Construction, 2(a)(25) Security interest, paragraph 6 is revised. ==> revise Supplement I, Section 1026.2, 2(a)(25), 6
75. Section 1005.30 is amended by revising paragraphs (c)(2)(i) and (ii), (d), and (e) introductory text. ==> revise § 1005.30(c)(2)(i) | revise § 1005.30(c)(2)(ii) | revise § 1005.30(d) | revise § 1005.30(e) introductory text
76. In § 1005.31, amend paragraph (b)(1) by removing “and” at the end of paragraph (b)(1)(i) and adding “or” in its place. ==> replace_text § 1005.31(b)(1)(i): "and" → "or"
77. Revise the heading to part 1090 to read as follows: ==> revise part 1090 heading
78. Section 1090.104 is amended by revising the heading and by adding paragraph (c). ==> revise § 1090.104 heading | add § 1090.104(c)
81. Amend § 17.4(a) by deleting “X” and inserting “Y”. ==> replace_text § 17.4(a): "X" → "Y"
82. Strike § 17.5. ==> remove § 17.5
83. Amend § 17.6 by striking “2010” and inserting in lieu thereof “2011”. ==> replace_text § 17.6: "2010" → "2011"
85. In § 17.8, revise the references to “Form A” to read “Form B”. ==> replace_text § 17.8: "Form A" → "Form B"
86. Amend § 17.9 by revising paragraphs (a), (b)(1), (b)(2) introductory text, (b)(2)(i), and the heading of paragraph (c). ==> revise § 17.9(a) | revise § 17.9(b)(1) | revise § 17.9(b)(2) introductory text | revise § 17.9(b)(2)(i) | revise § 17.9(c) heading
87. In § 18.1, redesignate paragraph (b) introductory text and paragraphs (b)(1) and (2) as paragraph (c) introductory text and paragraphs (c)(1) and (2). ==> redesignate § 18.1(b) introductory text → § 18.1(c) introductory text | redesignate § 18.1(b)(1) → § 18.1(c)(1) | redesignate § 18.1(b)(2) → § 18.1(c)(2)
88. In § 18.2, add paragraph (c) and reserve paragraph (d). ==> add § 18.2(c) | reserve § 18.2(d)
89. In § 18.3, add and reserve paragraph (b). ==> reserve § 18.3(b)
90. Add new § 18.4 to subpart A to read as follows: ==> add § 18.4
91. In subpart B of part 18, remove § 18.20. ==> remove § 18.20
92. Remove subpart G, consisting of §§ 18.60 and 18.61. ==> remove subpart G
93. Section 202.2 (Definitions) is amended by revising paragraph (c) to read as follows: ==> revise § 202.2(c)
94. 12 CFR part 1004 is removed. ==> remove part 1004
95. Paragraph (a) is revised. ==> revise paragraph (a)
96. Effective July 1, 2014, § 1.5 is amended by adding paragraph (b). ==> add § 1.5(b)
97. Section 1.6, as amended at 77 FR 1234, is further amended by revising paragraph (b) to read as follows: ==> revise § 1.6(b)
98. The heading for part 1013 is revised to read as follows: ==> revise part 1013 heading
99. In appendix H to part 1026, model form H-24(A) is revised. ==> revise Appendix H, model form H-24(A)
100. Add Appendix D to Part 1002 to read as follows: ==> add Appendix D
101. In § 1.7(a) and (b), remove “foo” and add “bar” in its place wherever it appears. ==> replace_text § 1.7(a): "foo" → "bar" everywhere | replace_text § 1.7(b): "foo" → "bar" everywhere
102. In § 1.8, remove the citation “12 U.S.C. 1” from paragraph (a). ==> remove_text § 1.8(a): "12 U.S.C. 1"
103. In § 1.9, in the introductory text, remove “A” and add in its place “B”. ==> replace_text § 1.9 introductory text: "A" → "B"
104. In the introductory text of § 1.10(c), remove “A”. ==> remove_text § 1.10(c) introductory text: "A"
105. In § 1.11, amend the definition of “Fund” by revising paragraph (2). ==> revise § 1.11(2) definition "Fund"
In Supplement I to part 999, under Section 999.3—Header, under 3(b) Subheader, new paragraph 1.iv is added: ==> add Supplement I, Section 999.3, 3(b), 1.iv
4. In § 1026.36, paragraphs (a)(1)(i)(A), (a)(2)(ii) and (iii), and (b) are revised and paragraph (k) is added to read as follows: ==> revise § 1026.36(a)(1)(i)(A) | revise § 1026.36(a)(2)(ii) | revise § 1026.36(a)(2)(iii) | revise § 1026.36(b) | add § 1026.36(k)
6. Appendix A to part 1005 is amended by revising Model Form A-30 and adding Model Form A-36. ==> revise Appendix A, Model Form A-30 | add Appendix A, Model Form A-36
9. Subpart G is added to part 1026 to read as follows: ==> add part 1026, subpart G
10. Section 1005.3 is amended by revising paragraphs (a) and (b)(2)(i) through (iii) and adding paragraphs (b)(2)(iv) and (d) to read as follows: ==> revise § 1005.3(a) | revise § 1005.3(b)(2)(i) | revise § 1005.3(b)(2)(ii) | revise § 1005.3(b)(2)(iii) | add § 1005.3(b)(2)(iv) | add § 1005.3(d)
11. The table of contents for subpart C is amended by adding an entry for § 1026.44. ==> add subpart C entry "§ 1026.44"
12. Amend § 1024.2(b) by adding the definition of “Settlement” and removing the definition of “Mortgage broker” to read as follows: ==> add § 1024.2(b) definition "Settlement" | remove § 1024.2(b) definition "Mortgage broker"
13. Section 1003.4 is amended effective January 1, 2018, by revising paragraph (a) introductory text. ==> revise § 1003.4(a) introductory text
14. In § 249.308a, Form 10-Q (referenced in § 249.308a) is amended by revising Item 4 of Part I. ==> revise § 249.308a, Form 10-Q, Item 4 | revise § 249.308a, Form 10-Q, Part I
15. Amend Form 8-K (referenced in § 249.308) by adding Item 1.05. ==> add Form 8-K, Item 1.05
18. Revise §§ 4.1, 4.3(b), and 4.7(a)(1) and (2) to read as follows: ==> revise § 4.1 | revise § 4.3(b) | revise § 4.7(a)(1) | revise § 4.7(a)(2)
20. Section 117.821 is amended by suspending paragraph (a)(1) and adding paragraph (a)(8). ==> suspend § 117.821(a)(1) | add § 117.821(a)(8)
23. Revise the definitions of “Act” and “Bank” in § 5.1 to read as follows: ==> revise § 5.1 definition "Act" | revise § 5.1 definition "Bank"
24. In § 2.1(a)(1), delete the reference to “§ 2.3(b)” and add in its place a reference to “§ 2.4”. ==> replace_text § 2.1(a)(1): "§ 2.3(b)" → "§ 2.4"
25. Amend § 2.2 by revising paragraph (a), the first sentence of paragraph (b), and paragraph (c)(1)(i)(A). ==> revise § 2.2(a) | revise § 2.2(b) sentence "first" | revise § 2.2(c)(1)(i)(A)
26. The Bureau amends 12 CFR part 1003 by revising § 1003.2. ==> revise § 1003.2
30. Section 3.4 is further amended by removing paragraph (c) and redesignating paragraph (d) as paragraph (c). ==> remove § 3.4(c) | redesignate § 3.4(d) → § 3.4(c)
33. Under 36(d) Prohibited payments, paragraphs 1 through 3 are removed and reserved. ==> reserve Supplement I, 36(d), 1 | reserve Supplement I, 36(d), 2 | reserve Supplement I, 36(d), 3
34. In § 3.10, at the end of paragraph (a), add the sentence “This is new.” ==> add_text § 3.10(a): "This is new." at the end
35. Amend section 3.11 by removing the phrase “or its agent” in paragraphs (a) and (c)(2). ==> remove_text § 3.11(a): "or its agent" | remove_text § 3.11(c)(2): "or its agent"
"""
ROWS = [tuple(line.split(" ==> ")) for line in CASES.strip().splitlines()]


@pytest.mark.parametrize(("text", "wanted"), ROWS, ids=[text[:60] for text, _ in ROWS])
def test_an_instruction(text, wanted):
    found = parse_instruction(text)
    assert " | ".join(map(str, found.operations)) == wanted
    assert found.problems == ()


@pytest.mark.parametrize("example", [example for verb in verbs() for example in verb.examples], ids=lambda example: example.text[:60])
def test_the_examples_of_the_grammar(example):
    found = parse_instruction(example.text)
    assert tuple(map(str, found.operations)) == example.ops
    assert found.problems == ()


@pytest.mark.parametrize(
    "text",
    [
        "Remove the word.",
        "In § 39.13, add the following new airworthiness directive:",
        "Section 17.7 is transferred to § 18.7.",
        "In § 3.3, redesignate paragraphs (a) through (c) as paragraphs (d) and (e).",
        "In § 3.4, remove the words “old” and add in their place.",
        "Nothing is said here.",
        "In § 3.5, paragraph (?) is revised.",
        "In Supplement I to part 3, under Section 3.1, paragraph 1.%.b is revised.",
        "The authority citation for part 232 is amended by adding the following citation in numerical order to read as follows:",
    ],
)
def test_what_is_not_understood_is_a_problem(text):
    assert parse_instruction(text).problems


def test_a_place_above_holds_for_what_stands_under_it():
    lead = parse_instruction("3. Amend § 8.1 by:")
    assert lead.leads
    assert [str(op) for op in parse_instruction("a. Revising paragraph (b)(1);", lead.context).operations] == ["revise § 8.1(b)(1)"]


@given(st.text(max_size=300))
def test_any_text_is_read_without_error(text):
    parse_instruction(text)


@given(
    st.lists(
        st.sampled_from(["revise ", "§ 1.2", "(a)(1)", " and ", "paragraph ", "“x”", " as ", "; ", "remove ", "in ", "heading ", ", ", "through "]),
        max_size=40,
    )
)
def test_any_order_of_words_is_read_without_error(words):
    parse_instruction("".join(words))
