"""Poolings along a sequence."""
