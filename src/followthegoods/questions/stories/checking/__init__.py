"""From claims to verdicts: `claims_file` is what people correct; `check` computes each claim by
`figures`, `presence`, `places`, `arithmetic` from `records` (`lines`, and `nameless` ones) under
`definitions`, each to an `outcome`, and `ruling` is the table of verdicts."""
