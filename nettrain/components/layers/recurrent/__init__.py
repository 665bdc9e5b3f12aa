"""Recurrent layers over a sequence."""
