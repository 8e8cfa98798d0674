"""Plans in execution: occurrences become tasks of people, done is declared, and proven by evidence."""
