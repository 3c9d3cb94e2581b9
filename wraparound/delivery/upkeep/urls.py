"""Addresses of upkeep: entries that somebody keeps, edits that wait, files in and out."""

from django.urls import path

from wraparound.delivery.upkeep import approval_views, edit_views, file_views, referral_views, views

app_name = "upkeep"
urlpatterns = [
    path("", views.entries, name="entries"),
    path("new/", edit_views.new, name="new"),
    path("approve/", approval_views.approvals, name="approvals"),
    path("approve/decided/", approval_views.decided, name="decided"),
    path("edits/<uuid:public_id>/", views.edit, name="edit"),
    path("edits/<uuid:public_id>/change/", edit_views.rewrite, name="rewrite"),
    path("edits/<uuid:public_id>/withdraw/", views.withdraw, name="withdraw"),
    path("files/", file_views.files, name="files"),
    path("files/entries.csv", file_views.take_out, name="take_out"),
    path("files/<uuid:public_id>/", file_views.file, name="file"),
    path("files/<uuid:public_id>/receipt.csv", file_views.receipt, name="receipt"),
    path("<uuid:public_id>/change/", edit_views.change, name="change"),
    path("<uuid:public_id>/gone/", edit_views.gone, name="gone"),
    path("<uuid:public_id>/true/", views.still_true, name="still_true"),
    path("<uuid:public_id>/referral/", referral_views.referral, name="referral"),
    path("<uuid:public_id>/alert/", views.alert, name="alert"),
]
