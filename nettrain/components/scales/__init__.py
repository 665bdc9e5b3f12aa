"""Scales of numbers."""
