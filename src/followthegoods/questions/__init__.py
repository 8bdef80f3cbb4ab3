"""Questions: parameters become a plan; the plan's results become an answer."""
