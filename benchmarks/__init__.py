"""Speed and size, as ratios measured in one run: absolute seconds say more of the machine than of the program."""
