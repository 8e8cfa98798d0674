"""Floor 3, indicators → statements with evidence; one rule a module, RULES lists them."""
