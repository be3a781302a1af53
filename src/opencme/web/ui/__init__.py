"""What all screens share: page(), middleware, components, tokens."""
