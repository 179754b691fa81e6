"""Who works with whom: organizations by what they do together."""
