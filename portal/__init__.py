"""The house: people, releases, evidence, duties, jobs and the face that all four apps share."""
