"""What is expected of each school and what has not come."""
