"""An audit pack: one ZIP that holds a project as it stands, and all that is needed to prove it elsewhere.

``regkit pack`` writes it, ``regkit verify PACK`` checks it on a machine that has regkit, and ``verify_pack.py`` inside it on one that has only
Python. The contract of its files is `regkit.pack.manifest`.
"""

from __future__ import annotations

from regkit.pack.check import check_pack as check_pack
from regkit.pack.write import write_pack as write_pack

__all__ = ["check_pack", "write_pack"]
