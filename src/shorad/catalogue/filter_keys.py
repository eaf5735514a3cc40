"""Catalogue keys of the filter behind a unit's tracks, beside `accel_psd`: one filter, or two that interact."""

from __future__ import annotations

from shorad.catalogue.key import default, positive, word

FILTERS = ("single", "interacting")
FILTER = {
    "filter": default(
        word("filter behind each track: a single one, or two that interact (quiet and manoeuvring)", *FILTERS),
        FILTERS[0],
        "No source says how such radars filter; one filter of constant velocity is the plainest.",
    ),
    "accel_psd_quiet": default(
        positive("acceleration_psd", "manoeuvre that the quiet one of two interacting filters allows for"),
        "1 m2/s3",
        "Straight flight: a velocity that wanders by 1 m/s in a second.",
    ),
    "accel_psd_manoeuvre": default(
        positive("acceleration_psd", "manoeuvre that the manoeuvring one of two interacting filters allows for"),
        "5000 m2/s3",
        "Turns of 7 g looked at once a second: the square of the load times the time between two looks, so that the "
        "noise is of the order of the manoeuvre (Bar-Shalom, Li, Kirubarajan 2001, section 11.6).",
    ),
    "quiet_time": default(
        positive("time", "how long straight flight lasts on average, for two interacting filters"),
        "20 s",
        "At one look a second this is the textbook chance of 0.95 to stay (Bar-Shalom, Li, Kirubarajan 2001).",
    ),
    "manoeuvre_time": default(
        positive("time", "how long a manoeuvre lasts on average, for two interacting filters"),
        "10 s",
        "Half a circle at 3 to 7 g and 250 to 450 m/s takes 12 to 48 s, most turns are shorter; 0.90 to stay a second.",
    ),
}
