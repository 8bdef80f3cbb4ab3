"""Stories: the claims in a text, what records say of them, what a retelling changed.

- `reading`: one sentence, with all that is found in it.
- `drafting`: from text to draft, one kind of claim after another.
- `checking`: from a file of claims to verdicts.
- `comparing`: from two texts to what changed.
"""
