"""Rights: what people may ask of the data that the portal holds about them, and how it is answered."""
