"""Codings of categories."""
