"""What people bring to a graph: checks, evidence, reviews and waivers; and what follows from them for each requirement: its coverage.

``checks`` and ``evidence`` read the project's files, ``reviews`` its approvals and waivers (reading only: checking never approves), ``coverage``
says how far each requirement is shown, ``reliance`` whether a conditional norm may be relied on.
"""
