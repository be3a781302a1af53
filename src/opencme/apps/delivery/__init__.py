"""Registration, content, attendance and what participants were shown before they began."""
