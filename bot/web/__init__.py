"""What the process serves over HTTP to people and monitors: health and metrics."""
