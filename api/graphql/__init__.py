"""The GraphQL face: thin windows over the values of the graph, with limits and coded errors.

What needs the schema's library stays in modules of its own, named here and not loaded: that takes longer than
many a command.
"""

from api.graphql.running.documents import DOCUMENTS, answer

__all__ = ["DOCUMENTS", "answer", "context", "nodes", "print_schema", "refusals", "schema"]
