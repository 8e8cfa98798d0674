"""The register of schools: its rows, the codes nobody explains, what happened to schools."""
