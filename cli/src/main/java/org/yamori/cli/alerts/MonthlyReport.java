package org.yamori.cli.alerts;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.yamori.cli.alerts.Hosts.Certainty;
import org.yamori.cli.alerts.MonthlyStatistics.Mean;
import org.yamori.cli.alerts.MonthlyStatistics.Measure;
import org.yamori.cli.alerts.OrganisationDays.Day;
import org.yamori.wire.Decision;
import org.yamori.wire.DistinctSources;

/**
 * What became of the alerts of each month (UTC). What people decided counts in the month of the alert that it is about,
 * so that a share of infections is a share.
 */
public final class MonthlyReport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final AlertTopics topics;
    private final Wanted wanted;
    private final MonthlyStatistics statistics = new MonthlyStatistics();
    private long unasked;

    /**
     * What somebody wants to see.
     *
     * @param month only this one
     * @param organisation only this one, or all together
     */
    public record Wanted(Optional<YearMonth> month, Optional<String> organisation) {
        boolean organisation(String name) {
            return organisation.map(name::equals).orElse(true);
        }
    }

    /** @param darknets what all darknets saw, if that was read */
    public MonthlyReport(AlertTopics topics, Optional<DarknetDays> darknets, Wanted wanted) {
        this.topics = topics;
        this.wanted = wanted;
        wanted.organisation.ifPresent(topics::requireKnown);
        addDays();
        addContacts();
        addUnasked();
        darknets.ifPresent(this::addDarknets);
        if (wanted.month.isEmpty()) {
            statistics.fill();
        } else {
            add(wanted.month.get(), Measure.CONTACTS, 0);
            add(wanted.month.get(), Measure.INFECTIONS, 0);
        }
    }

    private void add(YearMonth month, Measure measure, long count) {
        if (wanted.month.map(month::equals).orElse(true)) {
            statistics.add(month, measure, count);
        }
    }

    /** Of a day the alerts are those that it tells of, or those that are there when it has not been told yet. */
    private void addDays() {
        Map<Day, Long> alerts = new TreeMap<>();
        for (Case of : topics.cases().all()) {
            for (Alert alert : of.alerts()) {
                alerts.merge(
                        Day.of(
                                of.summary().host().organisation(),
                                alert.identity().anchor()),
                        1L,
                        Long::sum);
            }
        }
        topics.days().sums().forEach((day, sum) -> {
            alerts.merge(day, sum.alerts(), Math::max);
            if (wanted.organisation(day.organisation())) {
                add(YearMonth.from(day.date()), Measure.OWN_PACKETS, sum.packets());
            }
        });
        alerts.forEach((day, count) -> {
            if (wanted.organisation(day.organisation())) {
                add(YearMonth.from(day.date()), Measure.ALERTS, count);
            }
        });
    }

    private void addContacts() {
        Said said = topics.said();
        for (String key : said.contacted()) {
            for (Decision.Contact contact : said.contactsOf(key)) {
                if (wanted.organisation(contact.subject().organisation())) {
                    YearMonth month = month(contact.subject());
                    add(month, Measure.CONTACTS, 1);
                    add(month, Measure.INFECTIONS, said.isInfected(key) ? 1 : 0);
                }
            }
        }
    }

    private void addUnasked() {
        Said said = topics.said();
        for (String key : said.reported()) {
            if (said.isInfected(key)
                    && said.contactsOf(key).isEmpty()
                    && said.outcomeOf(key)
                            .map(Decision.Outcome::subject)
                            .filter(subject -> wanted.organisation(subject.organisation())
                                    && wanted.month.map(month(subject)::equals).orElse(true))
                            .isPresent()) {
                unasked++;
            }
        }
    }

    private void addDarknets(DarknetDays darknets) {
        Map<YearMonth, List<DarknetDays.Day>> months = new TreeMap<>();
        for (DarknetDays.Day day : darknets.all()) {
            YearMonth month = YearMonth.from(day.date());
            day.packets().ifPresent(packets -> add(month, Measure.PACKETS, packets));
            if (wanted.month.map(month::equals).orElse(true)) {
                months.computeIfAbsent(month, unseen -> new ArrayList<>()).add(day);
            }
        }
        months.forEach((month, days) -> Hosts.of(days).ifPresent(hosts -> statistics.hosts(month, hosts)));
    }

    private static YearMonth month(Decision.Subject subject) {
        return YearMonth.from(
                Instant.EPOCH.plus(subject.anchorMicros(), ChronoUnit.MICROS).atZone(ZoneOffset.UTC));
    }

    public void print(PrintWriter out) {
        out.println(wanted.organisation.map(name -> "organisation " + name).orElse("all organisations")
                + ", months of UTC");
        print(statistics, out);
        if (unasked > 0) {
            out.println("infections that nobody had asked about, besides: " + unasked);
        }
        for (Certainty certainty : Certainty.values()) {
            if (statistics.months().stream()
                    .anyMatch(month -> statistics.certainty(month, Measure.HOSTS) == certainty)) {
                Hosts.words(certainty).ifPresent(out::println);
            }
        }
        out.flush();
    }

    /** The table, the means with their divisors, and how many contacts found an infection. */
    static void print(MonthlyStatistics statistics, PrintWriter out) {
        TextTable table = new TextTable(Set.of(1, 2, 3, 4, 5, 6));
        table.add(row("month", measure -> measure.title()));
        for (YearMonth month : statistics.months()) {
            table.add(row(
                    month.toString(),
                    measure -> text(statistics.of(month, measure), statistics.certainty(month, measure))));
        }
        table.add(row(
                "mean",
                measure -> statistics
                        .mean(measure)
                        .map(mean -> String.format(Locale.ROOT, "%.2f", mean.perMonth()))
                        .map(statistics.certainty(measure)::sign)
                        .orElse("-")));
        table.print(out);
        for (Measure measure : List.of(Measure.OWN_PACKETS, Measure.ALERTS, Measure.CONTACTS)) {
            statistics.mean(measure).ifPresent(mean -> out.println(measure.title() + ": " + mean.words()));
        }
        statistics.confirmed().ifPresent(out::println);
    }

    /** Words of a column. */
    private interface Column {
        String text(Measure measure);
    }

    private static String[] row(String first, Column column) {
        String[] row = new String[1 + Measure.values().length];
        row[0] = first;
        for (Measure measure : Measure.values()) {
            row[1 + measure.ordinal()] = column.text(measure);
        }
        return row;
    }

    private static String text(OptionalLong count, Certainty certainty) {
        return count.isPresent() ? certainty.sign(String.valueOf(count.getAsLong())) : "-";
    }

    /** One object: months, and means with what they were divided by. What is missing is left out. */
    public void printJson(PrintWriter out) {
        ObjectNode report = JSON.createObjectNode();
        wanted.organisation.ifPresent(name -> report.put("organisation", name));
        var months = report.putArray("months");
        for (YearMonth month : statistics.months()) {
            ObjectNode row = months.addObject().put("month", month.toString());
            for (Measure measure : Measure.values()) {
                statistics
                        .of(month, measure)
                        .ifPresent(count -> row.put(key(measure, statistics.certainty(month, measure)), count));
            }
            if (statistics.certainty(month, Measure.HOSTS) == Certainty.ESTIMATED) {
                row.put("hosts_standard_error", DistinctSources.STANDARD_ERROR);
            }
        }
        ObjectNode means = report.putObject("means");
        for (Measure measure : Measure.values()) {
            statistics
                    .mean(measure)
                    .ifPresent(mean -> mean(means.putObject(key(measure, statistics.certainty(measure))), mean));
        }
        report.put("infections_nobody_asked_about", unasked);
        try {
            out.println(JSON.writeValueAsString(report));
            out.flush();
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
    }

    private static void mean(ObjectNode into, Mean mean) {
        into.put("total", mean.total())
                .put("months", mean.months())
                .put("per_month", mean.perMonth())
                .put("per_day_of_thirty_a_month", mean.perDayOfThirty())
                .put("calendar_days", mean.days())
                .put("per_calendar_day", mean.perCalendarDay());
    }

    private static String key(Measure measure, Certainty certainty) {
        return measure.name().toLowerCase(Locale.ROOT) + (certainty == Certainty.AT_LEAST ? "_at_least" : "");
    }
}
