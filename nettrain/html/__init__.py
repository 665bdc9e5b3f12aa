"""A run as one HTML page: its files in, text out; NumPy, a plotting library and a template, never TensorFlow."""
