"""What is known of dates, languages, identifiers, scripts."""
