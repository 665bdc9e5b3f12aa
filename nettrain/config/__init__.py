"""YAML text -> nodes with positions -> Config."""
