"""Metrics, baselines and gates over predictions; NumPy only."""
