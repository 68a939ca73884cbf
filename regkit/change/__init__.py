"""What a new version does to the people who work with the old one: requirement by requirement, then to checks, evidence, reviews and waivers.

`compare` pairs the requirements of two versions; `impact` says what is touched; `plan` says where every link goes, and `apply` writes it.
"""

from __future__ import annotations

from regkit.change.impact import impact
from regkit.change.model import Comparison, Effect, Impact, RequirementPair, Touch
from regkit.change.requirements import Side, compare

__all__ = ["Comparison", "Effect", "Impact", "RequirementPair", "Side", "Touch", "compare", "impact"]
