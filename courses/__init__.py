"""Courses: lessons, questions, exams and the certificates they earn."""
