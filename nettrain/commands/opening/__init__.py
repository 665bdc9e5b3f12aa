"""A run that is there: its plan and weights, its own files and rows, and the runs that it started from."""
