"""Metrics, baselines and gates over predictions; NumPy, and Polars for groups of rows and what was recorded."""
