"""The list of schools: run, discussed, approved by an order."""
