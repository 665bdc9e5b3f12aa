"""One figure, one file: numbers in, a picture out that takes its colours from the page."""
