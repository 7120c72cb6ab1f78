"""What translators touch: catalogs in and out, their checks, approvals, and texts for people who read no PO."""
