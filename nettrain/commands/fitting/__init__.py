"""Training a run, and going on with one: what is asked of it, its course, what is recorded and saved."""
