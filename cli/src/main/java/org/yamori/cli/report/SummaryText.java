package org.yamori.cli.report;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.yamori.cli.report.PeriodTotals.Day;

/** The page a person reads first. */
final class SummaryText {
    static final String OWN_COUNTRY_CAUTION =
            "near a lower limit of infected devices: DHCP gives one device many addresses, NAT hides many behind one,"
                    + " and which devices scan on a day depends on when their command server says so";

    private SummaryText() {}

    static String of(
            PeriodTotals period, Report.Verdicts verdicts, Events events, Ledger ledger, ReportOptions options) {
        StringBuilder text = new StringBuilder();
        if (period.isEmpty()) {
            line(text, "period", "no day was observed");
            line(text, "ledger", ledger.sentence());
            return text.toString();
        }
        List<LocalDate> calendar = period.calendar();
        line(
                text,
                "period",
                calendar.get(0) + " to " + calendar.get(calendar.size() - 1) + ", " + days(calendar.size()));
        line(text, "sensors", counts(period.sensors()));
        for (String network : period.networks()) {
            Count total = period.networkTotal(network);
            line(
                    text,
                    "network " + network,
                    number(total) + " packets; usual upper level of a day "
                            + String.format(
                                    Locale.ROOT,
                                    "%,.0f",
                                    verdicts.spikes()
                                            .getOrDefault(network, SpikeDayLogic.Period.EMPTY)
                                            .usualUpper()));
        }
        packets(text, period, calendar);
        completeness(text, period, calendar);
        line(
                text,
                "spike days",
                verdicts.spikeDays().isEmpty()
                        ? "none"
                        : verdicts.spikeDays().entrySet().stream()
                                .map(day -> day.getKey() + " " + Report.weekday(day.getKey()) + " " + day.getValue())
                                .collect(Collectors.joining("; ")));
        for (Report.ExplainedStep step : verdicts.udpSteps()) {
            line(text, "udp step", step.step().first() + " to " + step.step().last() + ": " + step.words());
        }
        if (!verdicts.ports().isEmpty()) {
            line(
                    text,
                    "ports",
                    verdicts.ports().stream()
                            .map(share -> share.port() + " " + share.percent() + " %")
                            .collect(Collectors.joining(", ")));
        }
        countries(text, period, calendar, options);
        if (!period.kinds().isEmpty()) {
            line(text, "kinds", counts(period.kinds()));
        }
        if (!period.victims().isEmpty()) {
            line(
                    text,
                    "victims",
                    Report.ranked(period.victims()).stream()
                            .limit(options.top())
                            .map(victim -> victim.getKey() + " " + number(victim.getValue()))
                            .collect(Collectors.joining(", ")));
        }
        events.lines(options.top()).forEach((kind, words) -> line(text, kind, words));
        ownCountry(text, period, calendar, options);
        line(text, "ledger", ledger.sentence());
        return text.toString();
    }

    private static void packets(StringBuilder text, PeriodTotals period, List<LocalDate> calendar) {
        List<Count> packets = new ArrayList<>();
        long missingDays = 0;
        long mostSources = -1;
        for (LocalDate date : calendar) {
            Day day = period.day(date);
            if (day.observed()) {
                packets.add(day.packets());
                mostSources = Math.max(
                        mostSources,
                        day.sources().map(TrafficRow.Sources::count).orElse(-1L));
            } else {
                missingDays++;
            }
        }
        line(
                text,
                "packets",
                number(MissingCellLogic.sum(packets))
                        + (missingDays == 0
                                ? ""
                                : " on " + days(calendar.size() - missingDays) + ", " + days(missingDays)
                                        + " missing"));
        line(
                text,
                "sources",
                mostSources < 0 ? "no row names one" : String.format(Locale.ROOT, "up to %,d on one day", mostSources));
    }

    private static void completeness(StringBuilder text, PeriodTotals period, List<LocalDate> calendar) {
        double least = 1;
        LocalDate when = calendar.get(0);
        for (LocalDate date : calendar) {
            double completeness = period.day(date).observed() ? period.day(date).completeness() : 1;
            if (completeness < least) {
                least = completeness;
                when = date;
            }
        }
        line(
                text,
                "completeness",
                least == 1
                        ? "every observed day in full"
                        : String.format(Locale.ROOT, "down to %.4f on %s", least, when));
    }

    private static void countries(
            StringBuilder text, PeriodTotals period, List<LocalDate> calendar, ReportOptions options) {
        String best = "";
        LocalDate when = calendar.get(0);
        long most = 0;
        for (LocalDate date : calendar) {
            for (var series : period.day(date).sourcesByCountry().entrySet()) {
                long sources = series.getValue().values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
                if (sources > most) {
                    most = sources;
                    best = series.getKey();
                    when = date;
                }
            }
        }
        if (most > 0) {
            Map<String, Long> byCountry = period.day(when).sourcesByCountry().getOrDefault(best, Map.of());
            line(
                    text,
                    "countries",
                    String.format(Locale.ROOT, "%s on %s, %,d sources: ", best, when, most)
                            + CountryTableLogic.lines(byCountry, options.top()).stream()
                                    .map(country -> country.country() + " " + country.percent() + " %")
                                    .collect(Collectors.joining(", ")));
        }
    }

    private static void ownCountry(
            StringBuilder text, PeriodTotals period, List<LocalDate> calendar, ReportOptions options) {
        if (options.ownCountry().isEmpty()) {
            return;
        }
        LongSummary sources = new LongSummary();
        calendar.forEach(date -> period.day(date).ownCountry().ifPresent(some -> sources.add(some.count())));
        line(text, options.ownCountry().get() + " on 23/tcp", sources.words() + " (" + OWN_COUNTRY_CAUTION + ")");
    }

    private static final class LongSummary {
        private long least = Long.MAX_VALUE;
        private long most = -1;

        void add(long value) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }

        String words() {
            return most < 0 ? "no sources seen" : String.format(Locale.ROOT, "%,d to %,d sources a day", least, most);
        }
    }

    private static String counts(Map<String, Count> counts) {
        return counts.entrySet().stream()
                .map(count -> count.getKey() + " " + number(count.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String number(Count count) {
        if (!count.seen()) {
            return "missing";
        }
        return (count.exact() ? "" : "at least ") + String.format(Locale.ROOT, "%,d", count.atLeast());
    }

    private static String days(long days) {
        return days == 1 ? "1 day" : days + " days";
    }

    private static void line(StringBuilder text, String what, String value) {
        text.append(String.format(Locale.ROOT, "%-16s %s\n", what, value));
    }
}
