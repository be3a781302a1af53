"""Addresses: credit from elsewhere, its documents, repeats, imports."""

from django.urls import URLPattern, path

from opencme.web.wallet.views.credit import adding, files, imports, repeats

urlpatterns: list[URLPattern] = [
    path("credit/add/", adding.add, name="credit-add"),
    path("credit/certificate/", files.certificate, name="credit-certificate"),
    path("credit/repeats/", repeats.repeats, name="credit-repeats"),
    path("credit/import/", imports.bring, name="credit-import"),
    path("credit/import/<uuid:import_id>/", imports.file, name="credit-import-file"),
    path("credit/import/<uuid:import_id>/drop/", imports.cancel, name="credit-import-drop"),
    path("credit/import/<uuid:import_id>/again/", imports.again, name="credit-import-again"),
    path("credit/import/<uuid:import_id>/undo/", imports.undo, name="credit-import-undo"),
    path("credit/award/<str:number>/", adding.award, name="credit-award"),
    path("credit/award/<str:number>/documents/", files.attach_to_award, name="credit-award-attach"),
    path("credit/documents/<uuid:document_id>/delete/", files.drop, name="credit-document-delete"),
    path("credit/<uuid:credit_id>/", adding.show, name="credit"),
    path("credit/<uuid:credit_id>/change/", adding.change, name="credit-change"),
    path("credit/<uuid:credit_id>/remove/", adding.remove, name="credit-remove"),
    path("credit/<uuid:credit_id>/restore/", adding.restore, name="credit-restore"),
    path("credit/<uuid:credit_id>/documents/", files.attach, name="credit-attach"),
    path("credit/<uuid:credit_id>/keep-both/", repeats.keep_both, name="credit-keep-both"),
    path("credit/<uuid:credit_id>/compare/", repeats.compare, name="credit-compare"),
    path("credit/<uuid:credit_id>/merge/", repeats.merge, name="credit-merge"),
]
