"""What a school cannot choose: its social context, the result expected in it, and schools in a like one."""
