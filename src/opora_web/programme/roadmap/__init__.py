"""Plans: read from Word or written here, judged, reviewed, approved by an order, corrected by numbered amendments."""
