"""Floor 1, words: what things are called here. Knows nothing of files, tables or sums."""
