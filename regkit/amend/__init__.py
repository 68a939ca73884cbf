"""Amending instructions of the Federal Register → operations → the text after them.

"Amend § 240.17ad-22 by revising paragraph (e)(4) and adding paragraph (f)" is read into `Operation`s with target paths (`regkit.amend.parse`), each
is linked to the replacement text that follows it (`regkit.amend.rule`), and `regkit.amend.apply` makes of a document at one date and a rule the
document after it. What is not understood, or does not fit the text, is a finding and changes nothing: an amendment that is guessed at would put words
into the law.
"""

from __future__ import annotations

from regkit.amend.apply import Amended, Done, Outcome, amend
from regkit.amend.model import Action, Aspect, Instruction, Operation, Target
from regkit.amend.parse import parse_instruction
from regkit.amend.rule import Rule, read_rule, read_rule_bytes

__all__ = [
    "Action",
    "Amended",
    "Aspect",
    "Done",
    "Instruction",
    "Operation",
    "Outcome",
    "Rule",
    "Target",
    "amend",
    "parse_instruction",
    "read_rule",
    "read_rule_bytes",
]
