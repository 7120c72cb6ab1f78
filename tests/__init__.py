"""The tests. A package, because some installed packages bring a `tests` of their own."""
