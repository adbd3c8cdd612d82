"""The store for production in a Neo4j server, and a local server to try it with."""
