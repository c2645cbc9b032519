package org.yamori.console.page;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.OptionalDouble;
import org.yamori.console.overview.Change;
import org.yamori.console.overview.SensorHealth.Losses;
import org.yamori.console.overview.Span;

/** Numbers and times as people read them; all times are UTC. */
public final class Words {
    /** Stands for what is not known. */
    public static final String UNKNOWN = "–";

    private static final DateTimeFormatter MINUTE = formatter("HH:mm");
    private static final DateTimeFormatter DAY_AND_MINUTE = formatter("uuuu-MM-dd HH:mm");
    private static final DateTimeFormatter SECOND = formatter("uuuu-MM-dd HH:mm:ss");
    private static final int WITH_FRACTION_BELOW = 10;
    private static final double PER_MILLE = 1_000;
    private static final double TWOFOLD = 1.995;
    private static final int DAYS_OF_A_WEEK = 7;
    private static final int DAYS_OF_WEEKS = 28;

    private Words() {}

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A mean: whole from ten up, with one decimal below. */
    public static String rate(OptionalDouble number) {
        if (number.isEmpty()) {
            return UNKNOWN;
        }
        double value = number.getAsDouble();
        boolean whole = value >= WITH_FRACTION_BELOW || value == Math.rint(value);
        return String.format(Locale.ROOT, whole ? "%,.0f" : "%,.1f", value);
    }

    /** A share; never rounded up, so that 100 % means all. */
    public static String percent(OptionalDouble share) {
        if (share.isEmpty()) {
            return UNKNOWN;
        }
        double perMille = Math.floor(share.getAsDouble() * PER_MILLE + 1e-9);
        return perMille == PER_MILLE ? "100 %" : String.format(Locale.ROOT, "%.1f %%", perMille / 10);
    }

    /** What never came: blocks that nobody heard of, and packets of which the sensor says that it dropped them. */
    public static String losses(Losses losses) {
        if (losses.isNone()) {
            return "nothing";
        }
        String blocks = losses.blocks() == 0 ? "" : count(losses.blocks()) + " blocks";
        String dropped = losses.dropped() == 0 ? "" : count(losses.dropped()) + " packets dropped";
        return blocks + (blocks.isEmpty() || dropped.isEmpty() ? "" : ", ") + dropped;
    }

    public static String change(Change change) {
        if (change.recent().isEmpty() || change.before().isEmpty()) {
            return UNKNOWN;
        }
        double recent = change.recent().getAsDouble();
        double before = change.before().getAsDouble();
        if (before == 0) {
            return recent == 0 ? "±0 %" : "new";
        }
        double ratio = recent / before;
        if (ratio >= TWOFOLD) {
            return String.format(Locale.ROOT, ratio >= WITH_FRACTION_BELOW ? "×%,.0f" : "×%.1f", ratio);
        }
        long percent = Math.round((ratio - 1) * 100);
        return percent == 0 ? "±0 %" : (percent > 0 ? "+" : "−") + Math.abs(percent) + " %";
    }

    public static String minute(Instant time) {
        return MINUTE.format(time);
    }

    public static String dayAndMinute(Instant time) {
        return DAY_AND_MINUTE.format(time);
    }

    public static String second(Instant time) {
        return SECOND.format(time);
    }

    /** A span; the second day is named only where it is another. */
    public static String span(Span span) {
        Instant last = span.end();
        boolean oneDay = span.start()
                .atZone(ZoneOffset.UTC)
                .toLocalDate()
                .equals(last.atZone(ZoneOffset.UTC).toLocalDate());
        return dayAndMinute(span.start()) + " – " + (oneDay ? minute(last) : dayAndMinute(last)) + " UTC";
    }

    /** How long ago a moment was, in its largest unit. */
    public static String ago(Instant then, Instant now) {
        Duration age = Duration.between(then, now);
        if (age.isNegative()) {
            return "in the future by this machine's clock";
        }
        if (age.toMinutes() < 2) {
            return "just now";
        }
        if (age.toHours() < 2) {
            return age.toMinutes() + " minutes ago";
        }
        if (age.toDays() < 2) {
            return age.toHours() + " hours ago";
        }
        return age.toDays() < DAYS_OF_WEEKS ? age.toDays() + " days ago" : age.toDays() / DAYS_OF_A_WEEK + " weeks ago";
    }
}
