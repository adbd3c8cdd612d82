"""What is said of the numbers of a plan, alike on every face: headline, sums, coverage, balance."""
