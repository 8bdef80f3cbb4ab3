"""Stories: the claims in a text, what records say of them, what a retelling changed."""
