"""Running the checks, and what is known of rules."""
