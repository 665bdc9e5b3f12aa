"""Layers that reorder, cut and pad."""
