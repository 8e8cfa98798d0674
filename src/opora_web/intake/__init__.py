"""Files arrive: what was sent, its receipt, the release it became."""
