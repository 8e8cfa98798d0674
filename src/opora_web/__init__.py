"""The site: decisions about schools. It reads releases of the library and never computes an indicator itself."""
