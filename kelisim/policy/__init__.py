"""The policy engine: Markdown units, the registry and the catalogs become one policy per language."""
