"""Files of other kinds than Excel's newest, made byte by byte."""
