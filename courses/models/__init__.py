"""Rows of courses: pages as drafts, the question bank, and what people did."""

from courses.models.learning import Certificate, Enrolment, ExamAttempt, LessonProgress, PracticeAnswer
from courses.models.pages import CourseIndexPage, CoursePage, LessonPage
from courses.models.paths import LearningPathPage
from courses.models.questions import Question, QuestionVersion

__all__ = [
    "Certificate",
    "CourseIndexPage",
    "CoursePage",
    "Enrolment",
    "ExamAttempt",
    "LearningPathPage",
    "LessonPage",
    "LessonProgress",
    "PracticeAnswer",
    "Question",
    "QuestionVersion",
]
