"""Line drawings from data."""
