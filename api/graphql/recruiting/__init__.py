"""Leads, briefs and chains as types, and the fields that ask for them."""
