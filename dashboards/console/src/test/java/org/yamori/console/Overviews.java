package org.yamori.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import org.yamori.console.overview.Findings;
import org.yamori.console.overview.Findings.Found;
import org.yamori.console.overview.Overview;
import org.yamori.console.overview.PortTrend;
import org.yamori.console.overview.SensorHealth;
import org.yamori.console.overview.SensorHealth.Losses;
import org.yamori.console.overview.SensorHealth.State;
import org.yamori.console.overview.Series;
import org.yamori.console.overview.Span;
import org.yamori.console.overview.Traffic;
import org.yamori.console.overview.WatchedPort;

/** An hour that somebody made up: half an hour of it is missing, and a sensor is silent. */
public final class Overviews {
    public static final Instant END = Instant.parse("2026-01-05T13:00:00Z");
    public static final Span HOUR = Span.hoursBefore(END, 1);

    private Overviews() {}

    /** A series of an hour, minute by minute. */
    public static Series series(IntToDoubleFunction ofMinute) {
        Series series = Series.missing(HOUR, 1);
        Arrays.setAll(series.values(), ofMinute);
        return series;
    }

    public static Overview hour() {
        List<PortTrend> watched = new ArrayList<>();
        for (WatchedPort port : WatchedPort.values()) {
            watched.add(new PortTrend(port.key(), port.service(), series(minute -> 10), series(minute -> 4)));
        }
        SensorHealth silent = new SensorHealth(
                "tokyo-1",
                "nicter",
                State.SILENT,
                END.minusSeconds(1_800),
                series(minute -> minute < 30 ? 1 : Double.NaN),
                new Losses(2, 30),
                series(minute -> minute < 30 ? 100 : Double.NaN));
        return new Overview(
                HOUR,
                new Traffic(
                        series(minute -> minute >= 20 && minute < 50 ? Double.NaN : 1_200 + minute),
                        series(minute -> minute >= 20 && minute < 50 ? Double.NaN : 300 + minute),
                        series(minute -> minute >= 20 && minute < 50 ? Double.NaN : minute == 7 ? 0.9384 : 1),
                        OptionalLong.of(512)),
                watched,
                List.of(new PortTrend("udp/1900", "", series(minute -> 40 + minute), series(minute -> 7))),
                List.of(silent),
                new Findings(
                        1_234,
                        new TreeMap<>(java.util.Map.of("surge", 1_233L, "sensor", 1L)),
                        List.of(new Found(END, "surge", "<script>alert(1)</script>", "f1"))));
    }
}
