"""Industries that could use a waste of which only a text and a donor industry are known."""
