"""Catalogue keys of the defence without shooting: what listens, what jams, and what a drone emits and does about it."""

from __future__ import annotations

from shorad.catalogue.key import QUARTER_TURN, Key, chance, count, flag, key, positive, probability, word

TRACKING = {
    "tracks_max": count("tracks held at once", 1),
    "m_hits": count("hits that make a track firm", 1),
    "n_window": count("looks among which those hits must fall", 1),
    "accel_psd": positive("acceleration_psd", "target manoeuvre that the tracking filter allows for"),
    "coast_max": positive("time", "time without a plot before a track is dropped"),
}
HEARING = {
    "spread": Key("ratio", "scalar", "logistic scale, in decibels, of the odds of a weak signal", low=1.01),
    "range_max": positive("length", "range beyond which the sensor tells nothing"),
    "elevation_max": key("angle", "highest elevation that the sensor covers", 0.0, QUARTER_TURN),
    "period": positive("time", "time between two looks"),
    "ranging": flag("gives a position; otherwise a bearing, which only cues radar and optics"),
    "range_error": key("ratio", "range error as a fraction of range"),
    "floor_angle": positive("angle", "angle error"),
    **TRACKING,
}
RF_SENSOR = {
    "sensitivity": positive("power", "received power at which one look in two detects an emission"),
    "gain": positive("ratio", "gain of its antenna"),
    "frequency_min": positive("frequency", "lowest frequency it listens to"),
    "frequency_max": positive("frequency", "highest frequency it listens to"),
    **HEARING,
}
ACOUSTIC = {
    "noise": positive("ratio", "ambient sound level in the band listened to, over 20 micropascals"),
    "wind_noise": key("ratio", "sound level that a wind of 5 m/s makes at its microphones"),
    "gain": positive("ratio", "gain of the array of microphones against noise"),
    "threshold": positive("ratio", "signal-to-noise ratio at which one look in two detects"),
    "absorption": key("attenuation", "absorption by the air at the frequencies listened to"),
    **HEARING,
}
JAMMER = {
    "link_power": key("power", "power radiated towards the target (EIRP) against control links; 0: none"),
    "gnss_power": key("power", "power radiated towards the target (EIRP) against satellite navigation; 0: none"),
    "frequency_min": positive("frequency", "lowest frequency of the control links that it jams"),
    "frequency_max": positive("frequency", "highest frequency of the control links that it jams"),
    "js_link": positive("ratio", "jamming-to-signal ratio that breaks one control link in two"),
    "js_gnss": positive("ratio", "jamming-to-signal ratio that makes one satellite receiver in two lose its fix"),
    "js_spread": Key("ratio", "scalar", "logistic scale, in decibels, of those laws", low=1.01),
    "p_effect": probability("chance of an effect however strong the jamming"),
    "dwell": chance("time of unbroken jamming until it takes"),
    "beamwidth": positive("angle", "full width of its beam"),
    "range_max": positive("length", "range beyond which it is not used"),
    "elevation_max": key("angle", "highest elevation that the jammer reaches", 0.0, QUARTER_TURN),
    "channels": count("targets jammed at once", 1),
    "tries": count("attempts of one unit at one object", 1),
    "planning_pk": probability("chance of success that the crew assumes when it shares out targets"),
}
REACTIONS = ("carry_on", "home", "land", "hover", "drift")
RADIO = {
    "control": word("who steers it", "none", "remote"),
    "link_power": key("power", "power that it emits (EIRP); 0: silent"),
    "controller_power": key("power", "power of its pilot's set (EIRP)"),
    "frequency": key("frequency", "frequency of its control link"),
    "on_link_loss": word("what it does when its control link is lost", *REACTIONS),
    "navigation": word("how it knows where it is", "inertial", "gnss"),
    "gnss_drift": key("speed", "growth of its position error without satellite navigation"),
    "hover_time": key("time", "time it hovers or drifts before it comes down"),
    "descent": key("speed", "rate at which it lands"),
}
SOUND = {
    "source_level": positive("ratio", "sound level at 1 m, over 20 micropascals, in the band listened to"),
}
FALL = {
    "fall_mass": positive("mass", "mass of what falls when it is shot down"),
    "fall_area": positive("area", "drag area of what falls: drag coefficient times cross section"),
}
