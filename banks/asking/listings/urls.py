"""Addresses of offers and requests."""

from django.urls import path

from banks.asking.listings import desk_views, views

urlpatterns = [
    path("listings/", views.listings, name="listings"),
    path("listings/new/", views.new, name="listing-new"),
    path("listings/mine/", views.mine, name="listings-mine"),
    path("listings/desk/", desk_views.desk, name="listings-desk"),
    path("listings/<uuid:listing_id>/", views.listing, name="listing"),
    path("listings/<uuid:listing_id>/change/", views.change, name="listing-change"),
    path("listings/<uuid:listing_id>/close/", views.close, name="listing-close"),
    path("listings/<uuid:listing_id>/odd/", views.odd, name="listing-odd"),
    path("listings/<uuid:listing_id>/fine/", desk_views.fine, name="listing-fine"),
    path("listings/<uuid:listing_id>/hide/", desk_views.hide, name="listing-hide"),
]
