package org.yamori.sensor.simulate;

/**
 * A scenario that nobody knew beforehand: a darknet of 512 addresses at which, besides what is usual, a worm grows, a
 * spoofed storm passes, a host of a registered organisation begins to scan and a sensor fails.
 *
 * @param seed everything is drawn from it
 * @param scenario its orders, YAML
 * @param registry its organisations and sensors, YAML
 */
public record Demonstration(long seed, String scenario, String registry) {
    public static final int LEAST_DAYS = 2;
    public static final int MOST_DAYS = 60;

    /** Draws one; the same seed and days give the same texts. */
    public static Demonstration draw(long seed, int days) {
        if (days < LEAST_DAYS || days > MOST_DAYS) {
            throw new IllegalArgumentException(
                    "a demonstration lasts " + LEAST_DAYS + " to " + MOST_DAYS + " days, was " + days);
        }
        DemonstrationDraw draw = new DemonstrationDraw(seed, days);
        return new Demonstration(seed, draw.scenario(), draw.registry());
    }
}
