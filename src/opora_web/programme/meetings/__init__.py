"""Meetings: an agenda of exceptions, attendance, decisions typed once – minutes, tasks and letters come of them."""
