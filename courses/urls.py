"""Addresses of courses."""

from django.urls import path

from courses.views import catalogue, certificate, exam, lesson, paths
from portal import address  # noqa: F401  (its converter)

app_name = "courses"
urlpatterns = [
    path("", catalogue.catalogue, name="catalogue"),
    path("certificates/", certificate.find, name="find_certificate"),
    path("certificates/<str:code>/", certificate.check, name="check_certificate"),
    path("paths/<address:slug>/", paths.path, name="path"),
    path("<address:slug>/", catalogue.course, name="course"),
    path("<address:slug>/begin/", catalogue.begin, name="begin"),
    path("<address:slug>/lessons/<uuid:part_id>/", lesson.lesson, name="lesson"),
    path("<address:slug>/lessons/<uuid:part_id>/finish/", lesson.finish, name="finish"),
    path("<address:slug>/lessons/<uuid:part_id>/questions/<str:block_id>/", lesson.question, name="question"),
    path("<address:slug>/exam/", exam.exam, name="exam"),
    path("<address:slug>/exam/start/", exam.start, name="start_exam"),
    path("<address:slug>/exam/<int:attempt>/answers/<uuid:question>/", exam.save, name="save_exam_answer"),
    path("<address:slug>/exam/<int:attempt>/submit/", exam.submit, name="submit_exam"),
    path("<address:slug>/exam/<int:attempt>/result/", exam.result, name="exam_result"),
    path("<address:slug>/certificate.pdf", certificate.pdf, name="certificate"),
]
