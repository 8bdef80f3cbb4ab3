"""From claims to verdicts: `claims_file` is what people correct; `check` computes each claim by
`figures`, `presence`, `arithmetic` from `records` (`lines`) under `definitions`, and
`ruling` is the table of verdicts."""
