"""Actions and ideas by month: what came, what was done, how long it took, what was late."""
