"""Train, judge and save neural networks on CSV files from one YAML file."""

__version__ = "0.1.0"
