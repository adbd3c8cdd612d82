"""Commands and changes killed at random moments, and what must hold of stores and files afterwards."""
