"""Rows of the Model for kinds of equipment: sensors, missiles, guns, what jams. See `types`."""

from shorad.engine.row import f8, i8, table

RADAR = table(  # search radar
    ("scan_period", f8),  # s
    ("ref_range", f8),  # m, at ref_rcs with probability ref_pd per look
    ("ref_rcs", f8),  # m2
    ("ref_pd", f8),
    ("pfa", f8),
    ("fluctuation", i8),  # Swerling case: 0, 1 or 3
    ("elevation_min", f8),  # rad
    ("elevation_max", f8),  # rad
    ("instrumented_range", f8),  # m
    ("gate", i8),  # slow-target gate: GATE_NONE, GATE_TOTAL, GATE_RADIAL
    ("gate_speed", f8),  # m/s
    ("beamwidth", f8),  # rad, azimuth
    ("beamwidth_elevation", f8),  # rad
    ("range_resolution", f8),  # m
    ("floor_range", f8),  # m, instrument error beside the noise
    ("floor_angle", f8),  # rad
    ("tracks_max", i8),
    ("m_hits", i8),  # M of N looks make a track firm
    ("n_window", i8),
    ("accel_psd", f8),  # m2/s3, process noise of the tracking filter
    ("coast_max", f8),  # s without a plot before a track is dropped
    ("gate_probability", f8),
    # two interacting filters instead of one: m2/s3 of each mode, s that each lasts on average
    ("filter", i8),
    ("accel_psd_quiet", f8),
    ("accel_psd_manoeuvre", f8),
    ("quiet_time", f8),
    ("manoeuvre_time", f8),
    # waves: 0 where the catalogue is silent; asked for by propagation, rain and jammers only
    ("frequency", f8),
    ("prf", f8),  # Hz
    ("mti", i8),  # order of the canceller: 0, 1, 2
    ("stagger", f8),  # ratio of two pulse intervals
    ("improvement", f8),  # of the clutter filter
    ("peak_power", f8),
    ("gain", f8),
    ("bandwidth", f8),  # W, ratio, Hz
    ("sidelobe", f8),  # ratio, one way
    # built
    ("snr_ref", f8),  # linear S at ref_range for ref_rcs
    ("pd_row", i8),  # row of Model.pd for targets that fluctuate as behind ref_range
    ("pd_by", i8, (4,)),  # row of Model.pd by OBJECT.rcs_fluctuation
    ("gate_chi2", f8),  # 3-D chi-square quantile of gate_probability
    ("wavelength", f8),  # m
    ("oxygen", f8),
    ("vapour", f8),
    ("rain", f8),  # 1/m of power, one way; gas at sea level
    ("rain_echo", f8),  # 1/m, cross section per volume
    ("jam", f8),  # m2 Hz/W: J/N = jam x density / range^2 in the beam's axis
)
TRACKER = table(  # tracking and guidance radar
    ("ref_range", f8),  # m
    ("ref_rcs", f8),  # m2
    ("ref_pd", f8),
    ("pfa", f8),
    ("fluctuation", i8),
    ("sector", f8),  # rad, half width about the turret axis
    ("elevation_max", f8),  # rad
    ("beamwidth", f8),  # rad
    ("floor_angle", f8),  # rad
    ("dwell", f8),  # s between two looks while locking
    ("lock_m", i8),
    ("lock_n", i8),
    ("lock_timeout", f8),  # s
    ("channels", i8),  # targets held at once by radar
    # waves: 0 where the catalogue is silent; asked for by propagation, rain and jammers only
    ("frequency", f8),
    ("prf", f8),  # Hz
    ("mti", i8),  # order of the canceller: 0, 1, 2
    ("stagger", f8),  # ratio of two pulse intervals
    ("improvement", f8),  # of the clutter filter
    ("peak_power", f8),
    ("gain", f8),
    ("bandwidth", f8),  # W, ratio, Hz
    ("sidelobe", f8),  # ratio, one way
    ("range_resolution", f8),  # m
    # built
    ("snr_ref", f8),
    ("pd_row", i8),
    ("pd_by", i8, (4,)),
    ("wavelength", f8),  # m
    ("oxygen", f8),
    ("vapour", f8),
    ("rain", f8),  # 1/m of power, one way; gas at sea level
    ("rain_echo", f8),  # 1/m, cross section per volume
    ("jam", f8),  # m2 Hz/W: J/N = jam x density / range^2 in the beam's axis
)
OPTICS = table(  # electro-optical channel, or a crew with eyes and a sight
    ("thermal", i8),  # 0 visible contrast, 1 thermal
    ("wavelength", f8),  # m
    ("focal_length", f8),  # m
    ("pitch", f8),  # m
    ("n50", f8),  # cycles for detection with probability 1/2
    ("threshold", f8),  # contrast
    ("search_tau", f8),  # s, mean search time uncued
    ("cued_tau", f8),  # s, mean search time with a cue
    ("look_period", f8),  # s
    ("range_max", f8),  # m
    ("elevation_max", f8),  # rad
    ("floor_angle", f8),  # rad
    ("range_error", f8),  # fraction of range (laser or stadiametric)
    ("channels", i8),  # targets held at once by optics
    ("tracks_max", i8),  # tracks kept when there is no radar
    ("m_hits", i8),
    ("n_window", i8),
    ("accel_psd", f8),
    ("coast_max", f8),
    # two interacting filters instead of one: m2/s3 of each mode, s that each lasts on average
    ("filter", i8),
    ("accel_psd_quiet", f8),
    ("accel_psd_manoeuvre", f8),
    ("quiet_time", f8),
    ("manoeuvre_time", f8),
)
MISSILE_TYPE = table(
    ("mass_launch", f8),  # kg
    ("mass_burnout", f8),  # kg, end of boost, booster still attached
    ("mass_dart", f8),  # kg, after the booster has dropped
    ("diameter_boost", f8),  # m
    ("diameter_dart", f8),  # m
    ("boost_time", f8),  # s
    ("burnout_speed", f8),  # m/s
    ("launch_speed", f8),  # m/s, leaving the tube
    ("speed_range", f8),  # m, where speed_value is quoted
    ("speed_value", f8),  # m/s
    ("speed_is_average", i8),  # 1: mean speed to speed_range, 0: speed at speed_range (hypothesis)
    ("k_induced", f8),  # induced drag factor K of C_D0 + K C_N^2
    ("cn_max", f8),  # largest normal-force coefficient (bounds turning at low q)
    ("lag", f8),  # s, first-order
    ("noise_tau", f8),  # s, correlation time of the angle noise
    ("beacon_noise", f8),  # rad, error of the missile's measured line
    ("load_max", f8),  # m/s2, structural
    ("range_min", f8),  # m
    ("range_max", f8),  # m
    ("height_min", f8),  # m
    ("height_max", f8),  # m
    ("target_speed_max", f8),  # m/s
    ("fuze_radius", f8),  # m
    ("fuze_reliability", f8),
    ("launch_reliability", f8),
    ("kill_p0", f8),  # Carleton peak
    ("lethal_b", f8, (5,)),  # m, Carleton scale by target class
    ("self_destruct", f8),  # s after launch
    ("speed_min", f8),  # m/s, below it control is lost
    ("guidance_memory", f8),  # s without a measured line
    ("salvo_interval", f8),  # s
    ("guide_frequency", f8), ("guide_damping", f8),  # rad/s, -, of the loop on the offset from the line
    ("navigation", f8), ("glint", f8), ("seeker_blind", f8),  # N', 0: not homing; m; s before impact
    ("cost", f8),  # USD
    # built
    ("thrust", f8),  # N
    ("drag_scale", f8),  # factor on the drag curve that meets speed_value
    ("flight_max", f8),  # s, no longer than this to range_max by the fly-out table; 0: not known
)  # fmt: skip
GUN_TYPE = table(
    ("rate", f8),  # rounds per second, all barrels
    ("muzzle_velocity", f8),  # m/s
    ("mass", f8),  # kg
    ("calibre", f8),  # m
    ("form_factor", f8),  # on the G7 drag curve
    ("burst_rounds", i8),
    ("burst_interval", f8),  # s from the end of a burst to the next
    ("range_min", f8),  # m
    ("range_max", f8),  # m
    ("height_max", f8),  # m
    ("elevation_min", f8),  # rad
    ("elevation_max", f8),  # rad
    ("dispersion", f8),  # rad, round to round, 1 sigma each axis
    ("burst_bias", f8),  # rad, shared by the rounds of a burst, 1 sigma each axis
    ("bias_correlation", f8),  # between successive bursts at one target
    ("pk_hit", f8, (5,)),  # kill probability per hit by target class
    ("planning_pk", f8),  # per burst
    ("wind_error", f8),  # share of the wind that fire control does not know, 1 sigma
    ("self_destruct", f8),  # s after which a round destroys itself, 0: it comes down
    ("cost_round", f8),  # USD
    # built
    ("flight_max", f8),  # s, no round flies longer to range_max; 0: not known
)
RF_SENSOR = table(  # listens for the emissions of a drone
    ("sensitivity", f8),  # W at the receiver for detection with probability 1/2 per look
    ("gain", f8),  # of its antenna
    ("frequency_min", f8), ("frequency_max", f8),  # Hz
    ("spread", f8),  # logistic scale of the detection law, as a power ratio
    ("range_max", f8),  # m
    ("elevation_max", f8),  # rad
    ("period", f8),  # s between two looks
    ("ranging", i8),  # 1: a position, 0: a bearing, which only cues
    ("range_error", f8),  # fraction of range
    ("floor_angle", f8),  # rad
    ("tracks_max", i8), ("m_hits", i8), ("n_window", i8), ("accel_psd", f8), ("coast_max", f8),
)  # fmt: skip
ACOUSTIC = table(  # microphones; sound levels are power ratios over (20 uPa)2
    ("noise", f8),  # ambient level in the band of drones
    ("wind_noise", f8),  # level that a wind of WIND_REFERENCE adds
    ("gain", f8),  # of the array
    ("threshold", f8),  # signal-to-noise ratio for detection with probability 1/2 per look
    ("spread", f8),
    ("absorption", f8),  # 1/m, of power, by the air at the frequency listened to
    ("range_max", f8),  # m
    ("elevation_max", f8),  # rad
    ("period", f8),  # s
    ("ranging", i8), ("range_error", f8), ("floor_angle", f8),
    ("tracks_max", i8), ("m_hits", i8), ("n_window", i8), ("accel_psd", f8), ("coast_max", f8),
)  # fmt: skip
JAMMER = table(  # soft effector
    ("link_power", f8), ("gnss_power", f8),  # W radiated towards the target (EIRP), 0: does not jam that
    ("frequency_min", f8), ("frequency_max", f8),  # Hz, of the links it jams
    ("js_link", f8), ("js_gnss", f8),  # jamming-to-signal ratio at which half the receivers give up
    ("js_spread", f8),  # logistic scale of that law, as a power ratio
    ("p_effect", f8),  # chance of an effect however strong the jamming
    ("dwell", f8, (3,)),  # s of unbroken jamming until it takes
    ("beamwidth", f8),  # rad, full width: neutral aircraft inside it are exposed
    ("range_max", f8),  # m
    ("elevation_max", f8),  # rad
    ("channels", i8),  # targets at once
    ("tries", i8),  # attempts of one unit at one object
    ("planning_pk", f8),
)  # fmt: skip
