"""Files of people without what programs and phones write into them beside what they show."""
