"""Is the house well? Database, broker and worker, for machines and for people."""

from django.http import HttpRequest, HttpResponse, JsonResponse


def health(request: HttpRequest) -> HttpResponse:
    return JsonResponse({})
