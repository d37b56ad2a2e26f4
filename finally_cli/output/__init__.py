"""Layer 2: the only package that writes to the terminal."""
