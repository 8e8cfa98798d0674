"""What was sent: files on their way, their receipt, the release they became."""
