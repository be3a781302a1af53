"""Files people bring or OpenCME makes: stored once by content, never served as a page."""
