"""Measurements beside peers, in one process order and run; printed, never asserted."""
