"""Pages of investment promotion: leads, briefs, chains."""
