"""What a YAML file may name: one class a component, one file a class, TensorFlow-free."""
