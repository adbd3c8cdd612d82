"""What is computed for whom: views of the store as a person asks for them, and what of it is kept."""
