"""What a person may read of their own wallet; every selector takes the person and gives only that person's rows."""
