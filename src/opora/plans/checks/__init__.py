"""What the linter looks at: one group of checks a module; `opora.plans.linter.CHECKS` lists them."""
