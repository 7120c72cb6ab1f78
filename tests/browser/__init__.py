"""The shipped files in real browsers."""
