"""Layer 2: where a setting comes from: the flag, the environment, config.toml, then a default."""

from finally_cli.settings.resolution import resolve

__all__ = ["resolve"]
