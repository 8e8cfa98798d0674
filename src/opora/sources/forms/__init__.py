"""Forms an authority keeps or fills itself: the school register, the context, the universal templates."""
