"""Mutations of the modules that make numbers: which wrong line would no test see?"""
