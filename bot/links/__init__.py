"""Links to the record site: their paths, and the signatures that open them."""
