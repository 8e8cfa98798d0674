"""The read API: schools, releases, findings for other programs, behind the same doors as the pages."""
