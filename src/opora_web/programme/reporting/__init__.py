"""Reports on a period: every number opens the rows it is made of, every proposal names its rule."""
