"""The faces of the graph: GraphQL and pages over HTTP, the command line, and the settings they read."""
