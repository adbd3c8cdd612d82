"""How far the figures of a plan spread over what is not known."""
