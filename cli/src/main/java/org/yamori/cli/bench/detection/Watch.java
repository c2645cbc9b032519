package org.yamori.cli.bench.detection;

import java.util.List;
import java.util.SplittableRandom;
import org.yamori.jobs.detect.surge.Climate;
import org.yamori.jobs.detect.surge.SurgeRules;

/** A kind of ports under one noise, and the climate that a sample of them has taught. */
final class Watch {
    /** So many days are learnt before anything is judged. */
    static final int LEARNT_DAYS = 28;

    private static final int SAMPLE = 192;
    private static final long SEED_STEP = 0x9E3779B97F4A7C15L;

    final Noise noise;
    final SurgeRules rules;
    final CountDraw draw;
    final List<Climate> climates;
    private final long seed;

    private Watch(Noise noise, SurgeRules rules, CountDraw draw, List<Climate> climates, long seed) {
        this.noise = noise;
        this.rules = rules;
        this.draw = draw;
        this.climates = climates;
        this.seed = seed;
    }

    /** Ports of a telescope. */
    static Watch of(Telescope telescope, Noise noise, SurgeRules rules, long seed) {
        CountDraw draw = new CountDraw(noise.dispersion());
        int watched = SAMPLE / 3;
        List<Climate> climates = ClimateRun.of(
                rules,
                SAMPLE,
                LEARNT_DAYS + 7,
                port -> telescope.level(port < watched ? port * Telescope.WATCHED / watched : Telescope.WATCHED + port),
                port -> port < watched,
                noise,
                draw,
                seed);
        return new Watch(noise, rules, draw, climates, seed);
    }

    /** Ports of half to twice a level. */
    static Watch of(double level, Noise noise, SurgeRules rules, long seed) {
        CountDraw draw = new CountDraw(noise.dispersion());
        List<Climate> climates = ClimateRun.of(
                rules,
                SAMPLE,
                LEARNT_DAYS + 7,
                port -> level * Math.pow(2, 2 * (port * 0.6180339887498949 % 1) - 1),
                port -> false,
                noise,
                draw,
                seed);
        return new Watch(noise, rules, draw, climates, seed);
    }

    /** A stream of chance of one port's own. */
    SplittableRandom chance(int port) {
        return new SplittableRandom(seed * SEED_STEP + port);
    }
}
