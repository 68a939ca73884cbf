"""The graph as a database: ``build/graph.db``, SQLite, for graphs that no command wants to read whole.

``schema`` says what is in it and moves older files on; ``connect`` opens it; ``rows`` turns attributes into rows and back; ``writer`` takes the
rows of one document at a time, so that a build costs what changed and never holds the graph; ``lazy`` is the stored graph as networkx sees it,
every node and edge read when somebody asks; ``part`` makes ordinary graphs of parts; ``split`` parts a finished graph into documents; ``passages``
says what `regkit.search` finds.
"""
