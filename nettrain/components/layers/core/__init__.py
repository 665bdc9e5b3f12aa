"""Layers that weigh, look up or pass on."""
