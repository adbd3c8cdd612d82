"""The page of trade-offs: plans that none of the others beats, and the steps to a target."""
