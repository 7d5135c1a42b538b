"""See it work: invented platforms on a loopback site, the real composition, no network."""
