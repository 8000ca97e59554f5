"""Addresses of courses."""

from django.urls import path

from courses.views import catalogue, certificate, exam, lesson, paths

app_name = "courses"
urlpatterns = [
    path("", catalogue.catalogue, name="catalogue"),
    path("certificates/", certificate.find, name="find_certificate"),
    path("certificates/<str:code>/", certificate.check, name="check_certificate"),
    path("paths/<slug:slug>/", paths.path, name="path"),
    path("<slug:slug>/", catalogue.course, name="course"),
    path("<slug:slug>/begin/", catalogue.begin, name="begin"),
    path("<slug:slug>/lessons/<uuid:part_id>/", lesson.lesson, name="lesson"),
    path("<slug:slug>/lessons/<uuid:part_id>/finish/", lesson.finish, name="finish"),
    path("<slug:slug>/lessons/<uuid:part_id>/questions/<str:block_id>/", lesson.question, name="question"),
    path("<slug:slug>/exam/", exam.exam, name="exam"),
    path("<slug:slug>/exam/start/", exam.start, name="start_exam"),
    path("<slug:slug>/exam/<int:attempt>/answers/<uuid:question>/", exam.save, name="save_exam_answer"),
    path("<slug:slug>/exam/<int:attempt>/submit/", exam.submit, name="submit_exam"),
    path("<slug:slug>/exam/<int:attempt>/result/", exam.result, name="exam_result"),
    path("<slug:slug>/certificate.pdf", certificate.pdf, name="certificate"),
]
