"""Parts of a project inside other people's pages: what the Sphinx extension and the MkDocs plugin have in common.

``spec`` names what there is, ``project`` opens the stored graph once a build, ``select`` filters requirements, ``content`` turns one directive into
the blocks of `regkit.report.blocks`, ``words`` one role into what it says, and ``html`` prints blocks. A page is out of date when its blocks are
others than when it was written: what is compared is what is printed, so nothing can be forgotten.
"""

from __future__ import annotations

from pathlib import Path

STATIC = Path(__file__).parent / "static"
"""The folder of the style sheet, ``regkit.css``."""
