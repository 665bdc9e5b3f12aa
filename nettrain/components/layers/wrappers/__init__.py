"""Layers around a layer."""
