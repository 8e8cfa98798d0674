"""Floor 3, findings and indicators → Word, Excel, charts."""
