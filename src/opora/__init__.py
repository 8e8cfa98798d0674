"""Opora: which schools to support, why, and whether it helped."""

__version__ = "0.1.0"
