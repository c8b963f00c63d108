"""What came of files before, kept in a folder of the project: nothing is done twice."""
