"""Drafting a config: what the rows say, what follows from it, and how it is written."""
