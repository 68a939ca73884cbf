"""Resolved analyses → a networkx graph of requirements, and what is asked of it.

``schema`` says what the graph is made of; ``build`` makes it; ``requirements`` and ``lead_ins`` decide what is a requirement and what hangs on what;
``targets`` ties checks to sentences; ``logic`` evaluates condition trees; ``queries`` answers questions; ``store`` keeps it; ``verify`` proves it.
networkx is spelled in this package only; above it, the graph's type is `regkit.graph.build.Graph`.
"""
