"""Speed, measured: each figure beside the bare library in the same run. `make bench` runs them."""
