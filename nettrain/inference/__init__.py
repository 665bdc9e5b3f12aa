"""Predicting without TensorFlow: the network of a finished run on LiteRT."""
