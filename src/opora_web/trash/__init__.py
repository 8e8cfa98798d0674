"""The trash of the whole site: what people put away, and how it comes back."""
