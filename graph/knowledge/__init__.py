"""Reading of words and codes into materials and industries, precedents, and who usually takes what."""
