"""Floor 3, rows → problems; one subject a module, CHECKS lists them."""
