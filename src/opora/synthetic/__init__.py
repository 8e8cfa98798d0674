"""Floor 3, a made-up region with a known truth, written as the very files districts hold."""
