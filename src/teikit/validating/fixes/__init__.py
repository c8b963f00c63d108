"""Making the fixes of findings."""
