"""The machine room: serving, background work, backup, restore, the doctor."""
