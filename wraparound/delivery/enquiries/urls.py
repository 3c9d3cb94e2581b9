"""Addresses of enquiries: services as professionals see them, places held, the enquiry desk."""

from django.urls import path

from wraparound.delivery.enquiries import child_views, desk_views, hold_views, unmet_views, views

app_name = "enquiries"
urlpatterns = [
    path("", views.search, name="search"),
    path("of/<uuid:public_id>/", child_views.of_child, name="of_child"),
    path("held/", hold_views.holds, name="holds"),
    path("held/<uuid:public_id>/", hold_views.hold_page, name="hold_page"),
    path("held/<uuid:public_id>/end/", hold_views.end, name="end_hold"),
    path("desk/", desk_views.desk, name="desk"),
    path("desk/record/", desk_views.record, name="record"),
    path("desk/<uuid:public_id>/", desk_views.enquiry, name="enquiry"),
    path("desk/<uuid:public_id>/find/", desk_views.find, name="find"),
    path("desk/<uuid:public_id>/correct/", desk_views.correct, name="correct"),
    path("desk/<uuid:public_id>/follow/", desk_views.follow_up, name="follow_up"),
    path("desk/<uuid:public_id>/offer/<uuid:listing_id>/", desk_views.offer, name="offer"),
    path("desk/<uuid:enquiry_id>/hold/<uuid:public_id>/", hold_views.hold_for_enquiry, name="hold_asked"),
    path("unmet/", unmet_views.unmet, name="unmet"),
    path("<uuid:public_id>/", views.service, name="service"),
    path("<uuid:public_id>/places/", views.say_places, name="say_places"),
    path("<uuid:public_id>/hold/", hold_views.hold, name="hold"),
    path("<uuid:public_id>/hold/children/", hold_views.children, name="hold_children"),
    path("<uuid:public_id>/hold/<uuid:child_id>/", hold_views.hold_for_child, name="hold_for_child"),
]
