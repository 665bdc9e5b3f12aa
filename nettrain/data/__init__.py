"""CSV -> table -> profile -> encoded arrays."""
