"""Objects of the graph as types: enterprises, streams, materials, technologies, standards."""
