"""The material-flow graph of a park and all that is computed on it; knows no file format, web or screen."""
