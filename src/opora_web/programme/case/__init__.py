"""Cases: a school on its way, from the list to the watch after leaving it."""
