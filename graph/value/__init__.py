"""What a tonne is worth: prices, rates, emission factors, burdens and the negotiable price."""
