"""Floor 3, who is who: codes and names of several systems brought to one school."""
