"""Side-by-side measurements, run by ``make bench``; ratios of one run, never tests."""
