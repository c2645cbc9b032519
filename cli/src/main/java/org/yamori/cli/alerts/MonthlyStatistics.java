package org.yamori.cli.alerts;

import java.time.YearMonth;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Counts of each month and their means, each with what it was divided by (requirement D-17). What was not counted in a
 * month is missing there, never zero, and the month is in no divisor.
 */
final class MonthlyStatistics {
    private static final int DAYS_OF_A_MONTH = 30;
    private static final double PERCENT = 100;

    private final TreeMap<YearMonth, Map<Measure, Long>> months = new TreeMap<>();
    private final TreeMap<YearMonth, Hosts.Certainty> certainties = new TreeMap<>();

    /** What is counted. */
    enum Measure {
        /** Distinct sources of all darknets. */
        HOSTS("hosts, all darknets"),
        /** Packets to all darknets. */
        PACKETS("packets, all darknets"),
        /** Packets of the organisation's hosts. */
        OWN_PACKETS("packets, own"),
        ALERTS("alerts"),
        /** Requests of analysts to the organisation. */
        CONTACTS("contacts"),
        /** Of these the ones after which malware was found. */
        INFECTIONS("infections");

        private final String title;

        Measure(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    /**
     * A sum over months, to be divided.
     *
     * @param months in which it was counted
     * @param days of these months, by the calendar
     */
    record Mean(long total, int months, int days) {
        double perMonth() {
            return (double) total / months;
        }

        /** As if every month had 30 days. */
        double perDayOfThirty() {
            return perMonth() / DAYS_OF_A_MONTH;
        }

        double perCalendarDay() {
            return (double) total / days;
        }

        /** Every figure with what it was divided by. */
        String words() {
            return String.format(
                    Locale.ROOT,
                    "%d / %d months = %.2f a month; %.2f / 30 = %.2f a day; by calendar days %d / %d = %.2f a day",
                    total,
                    months,
                    perMonth(),
                    perMonth(),
                    perDayOfThirty(),
                    total,
                    days,
                    perCalendarDay());
        }
    }

    /** Adds to a count of a month; adding nothing says that it was counted and nothing was there. */
    void add(YearMonth month, Measure measure, long count) {
        months.computeIfAbsent(month, unseen -> new EnumMap<>(Measure.class)).merge(measure, count, Long::sum);
    }

    /** Says of all days of a month together how many hosts darknets saw. */
    void hosts(YearMonth month, Hosts hosts) {
        add(month, Measure.HOSTS, hosts.count());
        certainties.put(month, hosts.certainty());
    }

    /** How sure a count is; all but hosts are counted. */
    Hosts.Certainty certainty(YearMonth month, Measure measure) {
        return measure == Measure.HOSTS
                ? certainties.getOrDefault(month, Hosts.Certainty.COUNTED)
                : Hosts.Certainty.COUNTED;
    }

    /** How sure a mean is: as the count of the month that is least sure. */
    Hosts.Certainty certainty(Measure measure) {
        return months.keySet().stream()
                .map(month -> certainty(month, measure))
                .reduce(Hosts.Certainty.COUNTED, Hosts.Certainty::and);
    }

    /**
     * Contacts and infections are known of every month from the first to the last: there were none, or they are there.
     */
    void fill() {
        if (months.isEmpty()) {
            return;
        }
        YearMonth last = months.lastKey();
        for (YearMonth month = months.firstKey(); !month.isAfter(last); month = month.plusMonths(1)) {
            add(month, Measure.CONTACTS, 0);
            add(month, Measure.INFECTIONS, 0);
        }
    }

    Collection<YearMonth> months() {
        return months.keySet();
    }

    OptionalLong of(YearMonth month, Measure measure) {
        Long count = months.getOrDefault(month, Map.of()).get(measure);
        return count == null ? OptionalLong.empty() : OptionalLong.of(count);
    }

    /** The mean over the months that know it. */
    Optional<Mean> mean(Measure measure) {
        long total = 0;
        int known = 0;
        int days = 0;
        for (Map.Entry<YearMonth, Map<Measure, Long>> month : months.entrySet()) {
            Long count = month.getValue().get(measure);
            if (count != null) {
                total += count;
                known++;
                days += month.getKey().lengthOfMonth();
            }
        }
        return known == 0 ? Optional.empty() : Optional.of(new Mean(total, known, days));
    }

    /** How many contacts led to an infection, with both numbers; empty where nobody was contacted. */
    Optional<String> confirmed() {
        long contacts = mean(Measure.CONTACTS).map(Mean::total).orElse(0L);
        long infections = mean(Measure.INFECTIONS).map(Mean::total).orElse(0L);
        return contacts == 0
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "%d of %d contacts found an infection: %.0f %%",
                        infections,
                        contacts,
                        infections * PERCENT / contacts));
    }
}
