"""Events in, something to look at out."""
