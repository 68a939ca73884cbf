"""Edges from a rule to what it amends."""

from __future__ import annotations

import pytest

from regkit.graph.build import build_graph
from regkit.model.analysis import Analysis
from regkit.read import read_bytes

RULE = """<RULE><PREAMB><SUBJECT>Lamps</SUBJECT></PREAMB><SUPLINF><REGTEXT TITLE="12" PART="7"><AMDPAR>1. Remove § 7.1.</AMDPAR></REGTEXT>
<REGTEXT TITLE="12" PART="7"><AMDPAR>2. Remove § 7.2.</AMDPAR></REGTEXT><REGTEXT TITLE="12" PART="8"><AMDPAR>3. Remove § 8.1.</AMDPAR></REGTEXT>
</SUPLINF><FRDOC>[FR Doc. 2021-00007 Filed 1-2-21; 8:45 am]</FRDOC></RULE>""".encode()


def test_a_rule_amends_the_parts_that_its_instructions_name():
    rule = Analysis(document=read_bytes(RULE, "rule.xml"))
    part = Analysis(document=read_bytes("§ 7.1 Lamps.\n\n(a) A lamp burns.".encode(), "part-7.txt", instrument="12 CFR part 7"))
    graph = build_graph([rule, part])
    found = [(source, target, data["count"]) for source, target, data in graph.edges(data=True) if data["kind"] == "amends"]
    assert found == [("rule", "authority:12 CFR part 8", 1), ("rule", "part-7", 2)]


@pytest.mark.parametrize("text", ["§ 7.1 Lamps.", "amendments-12-cfr-7"])
def test_a_text_without_instructions_amends_nothing(text):
    graph = build_graph([Analysis(document=read_bytes(text.encode(), "part.txt"))])
    assert not [data for _, _, data in graph.edges(data=True) if data["kind"] == "amends"]
