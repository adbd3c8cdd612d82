"""Commands of investment promotion: leads, brief, chains."""
