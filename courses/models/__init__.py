"""Rows of courses: pages as drafts, the question bank, and what people did."""

from courses.models.learning import (
    Certificate,
    Confidence,
    Enrolment,
    ExamAttempt,
    ExamStep,
    LessonProgress,
    PracticeAnswer,
)
from courses.models.pages import CourseIndexPage, CoursePage, LessonPage
from courses.models.paths import LearningPathPage
from courses.models.questions import Question, QuestionVersion

__all__ = [
    "Certificate",
    "Confidence",
    "CourseIndexPage",
    "CoursePage",
    "Enrolment",
    "ExamAttempt",
    "ExamStep",
    "LearningPathPage",
    "LessonPage",
    "LessonProgress",
    "PracticeAnswer",
    "Question",
    "QuestionVersion",
]
