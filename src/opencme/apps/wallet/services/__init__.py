"""What a person may change in their own wallet."""
