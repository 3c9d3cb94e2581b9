"""Addresses of attendance."""

from django.urls import path

from wraparound.delivery.attendance import education_views, home_views, views

app_name = "attendance"
urlpatterns = [
    path("", views.absent, name="absent"),
    path("child/<uuid:public_id>/", views.child, name="child"),
    path("child/<uuid:public_id>/ask/", views.ask, name="ask"),
    path("figures/", views.figures, name="figures"),
    path("files/", views.lists, name="lists"),
    path("files/send/", views.send, name="send"),
    path("files/<uuid:public_id>/", views.receipt, name="receipt"),
    path("new/", education_views.arrivals, name="arrivals"),
    path("new/<uuid:public_id>/", education_views.here, name="here"),
    path("missing/", education_views.moved, name="moved"),
    path("no-school/", education_views.without, name="without"),
    path("no-school/<uuid:public_id>/", education_views.search, name="search"),
    path("cases/<uuid:public_id>/", education_views.case, name="case"),
    path("cases/<uuid:public_id>/end/", education_views.end_search, name="end_search"),
    path("home/", home_views.register, name="home"),
    path("home/add/<uuid:public_id>/", home_views.enter, name="home_enter"),
    path("home/<uuid:public_id>/", home_views.entry, name="home_entry"),
    path("home/<uuid:public_id>/enquiry/", home_views.enquire, name="home_enquire"),
    path("home/<uuid:public_id>/end/", home_views.end, name="home_end"),
]
