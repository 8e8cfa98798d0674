"""Base templates, components, words of the screens."""
