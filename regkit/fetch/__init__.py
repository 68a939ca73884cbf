"""Citation or address → the document as its publisher's public service gives it, with its provenance.

`fetch` reads the citation (`regkit.cite`), asks the service that has it (`regkit.fetch.route`), and returns bytes with what is known of them;
`Client` is what talks to hosts: https only, to listed hosts only, at a low rate, with retries, a cache and bounds. The package stands above cite,
whose targets it takes apart, not beside it; it imports no library of the network until a request is made. `regkit.fetch.receive` writes into folders.
"""

from __future__ import annotations

from regkit.fetch.client import Client, Page
from regkit.fetch.found import Fetched
from regkit.fetch.limits import Limits
from regkit.fetch.route import fetch

__all__ = ["Client", "Fetched", "Limits", "Page", "fetch"]
