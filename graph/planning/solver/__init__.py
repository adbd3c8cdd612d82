"""Linear and mixed-integer programmes as arrays, and HiGHS."""
