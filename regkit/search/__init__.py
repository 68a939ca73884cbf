"""Full-text search over a stored graph: provisions, requirements, defined terms and cited authorities.

``question`` turns what a person types into a query that is always sound; ``find`` asks the index in ``graph.db`` and says where it stands.
"""

from __future__ import annotations

from regkit.search.find import Found, Hit, Kind, Limits, Piece, search
from regkit.search.question import Question, read

__all__ = ["Found", "Hit", "Kind", "Limits", "Piece", "Question", "read", "search"]
