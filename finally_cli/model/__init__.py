"""Layer 1: plain values. Standard library and dateutil only."""
