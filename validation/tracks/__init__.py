"""Measures of how well tracks follow the truth, and the comparison with another tracker."""
