package org.yamori.cli.alerts;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.yamori.cli.alerts.MonthlyStatistics.Mean;
import org.yamori.cli.alerts.MonthlyStatistics.Measure;
import org.yamori.cli.report.Facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The table of paper 001, and small ones by hand. */
class MonthlyStatisticsTest {
    private static final Map<String, Measure> PRINTED = Map.of(
            "unique_hosts_all_darknets", Measure.HOSTS,
            "packets_all_darknets", Measure.PACKETS,
            "packets_from_org_X", Measure.OWN_PACKETS,
            "automatic_alerts", Measure.ALERTS,
            "analyst_contacts", Measure.CONTACTS);

    static MonthlyStatistics paper() throws IOException {
        MonthlyStatistics statistics = new MonthlyStatistics();
        for (Facts.Row row : Facts.table("001_table1_monthly_alerts.tsv")) {
            statistics.add(
                    YearMonth.parse(row.get("month")),
                    PRINTED.get(row.get("measure")),
                    Long.parseLong(row.get("value")));
        }
        return statistics;
    }

    @Test
    void D17_meansOfThePaper_areShownWithTheirDivisors() throws IOException {
        Mean alerts = paper().mean(Measure.ALERTS).orElseThrow();
        assertThat(alerts).isEqualTo(new Mean(2714, 6, 184));
        // The paper prints 452 a month and 15.1 a day.
        assertThat(alerts.perMonth()).isEqualTo(452.33, within(0.005));
        assertThat(alerts.perDayOfThirty()).isEqualTo(15.08, within(0.005));
        assertThat(alerts.perCalendarDay()).isEqualTo(14.75, within(0.0005));
        assertThat(alerts.words())
                .isEqualTo("2714 / 6 months = 452.33 a month; 452.33 / 30 = 15.08 a day;"
                        + " by calendar days 2714 / 184 = 14.75 a day");
        // 8090586 / 6, by hand
        assertThat(paper().mean(Measure.OWN_PACKETS).orElseThrow().perMonth()).isEqualTo(1_348_431.0, within(0.005));
    }

    @Test
    void D17_rowsOfThePaper_arePrinted() throws IOException {
        MonthlyStatistics statistics = paper();
        statistics.add(YearMonth.of(2010, 12), Measure.INFECTIONS, 6);
        statistics.fill();
        StringWriter out = new StringWriter();
        MonthlyReport.print(statistics, new PrintWriter(out, true));
        assertThat(out.toString().lines().map(line -> line.strip().replaceAll(" {2,}", "|")))
                .contains(
                        "month|hosts, all darknets|packets, all darknets|packets, own|alerts|contacts|infections",
                        "2010-08|23685324|306523808|562532|712|0|0",
                        "2010-12|29126062|324485640|2475351|352|7|6",
                        "2011-01|28863449|276093022|2111713|358|5|0",
                        "6 of 20 contacts found an infection: 30 %");
    }

    @Test
    void D13_sixInfectionsOfTwentyContacts_are30Percent() throws IOException {
        MonthlyStatistics statistics = paper();
        assertThat(statistics.months().stream()
                        .flatMapToLong(month -> LongStream.of(
                                statistics.of(month, Measure.CONTACTS).orElseThrow()))
                        .boxed())
                .containsExactly(0L, 3L, 5L, 0L, 7L, 5L);
        statistics.add(YearMonth.of(2010, 9), Measure.INFECTIONS, 2);
        statistics.add(YearMonth.of(2010, 12), Measure.INFECTIONS, 4);
        assertThat(statistics.confirmed()).contains("6 of 20 contacts found an infection: 30 %");
    }

    @Test
    void D17_monthThatWasNotCounted_isInNoDivisor() {
        MonthlyStatistics statistics = new MonthlyStatistics();
        statistics.add(YearMonth.of(2011, 2), Measure.ALERTS, 14);
        statistics.add(YearMonth.of(2011, 4), Measure.ALERTS, 15);
        statistics.fill();
        assertThat(statistics.of(YearMonth.of(2011, 3), Measure.ALERTS)).isEmpty();
        assertThat(statistics.of(YearMonth.of(2011, 3), Measure.CONTACTS)).hasValue(0);
        // February had 28 days and April 30.
        assertThat(statistics.mean(Measure.ALERTS)).contains(new Mean(29, 2, 58));
        assertThat(statistics.mean(Measure.PACKETS)).isEmpty();
        assertThat(statistics.confirmed()).isEmpty();
    }

    @Test
    void wideLetters_standUnderEachOther() {
        TextTable table = new TextTable(java.util.Set.of(1));
        List.of("情報大学", "X").forEach(name -> table.add(name, "1", "z"));
        StringWriter out = new StringWriter();
        table.print(new PrintWriter(out, true));
        assertThat(out).hasToString("情報大学  1  z\nX         1  z\n");
    }
}
