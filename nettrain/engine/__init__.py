"""Training and predicting in TensorFlow; the only package that imports it."""
