"""What a tonne is worth: prices, rates and emission factors by place, as terms, and the negotiable price."""
