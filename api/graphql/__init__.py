"""The GraphQL face: thin windows over the values of the graph, with limits and coded errors."""
