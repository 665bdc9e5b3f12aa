"""Rows of another file through the network of a run, and predictions as tables and files."""
