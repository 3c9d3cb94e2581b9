"""Addresses of universal services: schedules, populations, links, skills and effort."""

from django.urls import path

from wraparound.delivery.universal import child_views, effort_views, link_views, moving_views, views

app_name = "universal"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("item/<slug:code>/<slug:which>/", views.items, name="items"),
    path("plan/<slug:code>/", views.plan, name="plan"),
    path("caseload/<slug:which>/", moving_views.caseload, name="caseload"),
    path("arrivals/", moving_views.arrivals, name="arrivals"),
    path("arrivals/taken-up/", moving_views.take_up, name="take_up"),
    path("left/", moving_views.departures, name="departures"),
    path("left/<uuid:public_id>/", moving_views.settle, name="settle"),
    path("child/<uuid:public_id>/", child_views.schedule, name="child"),
    path("child/<uuid:public_id>/active/", child_views.activate, name="activate"),
    path("child/<uuid:public_id>/inactive/", child_views.deactivate, name="deactivate"),
    path("child/<uuid:public_id>/<slug:code>/", child_views.mark, name="mark"),
    path("marks/<uuid:public_id>/withdraw/", child_views.withdraw, name="withdraw"),
    path("links/", link_views.links, name="links"),
    path("links/add/", link_views.add_link, name="add_link"),
    path("links/<uuid:public_id>/", link_views.end_link, name="end_link"),
    path("clusters/add/", link_views.save_cluster, name="add_cluster"),
    path("clusters/<uuid:public_id>/", link_views.save_cluster, name="cluster"),
    path("skills/", effort_views.skills, name="skills"),
    path("effort/", effort_views.efforts, name="efforts"),
    path("effort/add/<slug:by_what>/", effort_views.add_plan, name="add_plan"),
    path("effort/<uuid:public_id>/", effort_views.effort, name="effort"),
]
