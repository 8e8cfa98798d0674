"""The open page: what the authority has decided to publish, no sign-in, no school named, no small group shown."""
