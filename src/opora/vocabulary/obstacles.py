"""What stands in the way of a well-written command: the message is Russian, for a person, and says what to do."""


class ObstacleError(Exception):
    """Something the command needs is not there or not free."""


class MisuseError(Exception):
    """Something named in the command line cannot be."""
