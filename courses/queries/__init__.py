"""Courses as people see them; what others did stays theirs."""

from courses.queries.certificates import Checked, checked
from courses.queries.exams import (
    ExamItem,
    ExamSheet,
    exam_result,
    exam_sheet,
    latest_steps,
    own_attempt,
    saved_item,
    sheet_of,
)
from courses.queries.reading import (
    Lesson,
    LessonRow,
    Outline,
    contents,
    lesson,
    outline,
    practice_faces,
    practice_order,
)
from courses.queries.shelf import catalogue, learning, lesson_cards
from courses.queries.standing import DAWN, KIND, Held, Place, drills_passed, place, visible
from courses.queries.steps import Step, next_step

__all__ = [
    "DAWN",
    "KIND",
    "Checked",
    "ExamItem",
    "ExamSheet",
    "Held",
    "Lesson",
    "LessonRow",
    "Outline",
    "Place",
    "Step",
    "catalogue",
    "checked",
    "contents",
    "drills_passed",
    "exam_result",
    "exam_sheet",
    "latest_steps",
    "learning",
    "lesson",
    "lesson_cards",
    "next_step",
    "outline",
    "own_attempt",
    "place",
    "practice_faces",
    "practice_order",
    "saved_item",
    "sheet_of",
    "visible",
]
