"""From two texts to what changed: `compare`, by `aligning` and `differences`."""
