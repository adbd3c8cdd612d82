"""Commands that look at the network: indicators, resilience, trace."""
