package org.yamori.console.overview;

import java.util.List;

/**
 * Everything on the page.
 *
 * @param span the hours up to the newest minute of all traffic, in event time
 * @param watched the ports of {@link WatchedPort}, in that order
 * @param top the ports with the most packets
 */
public record Overview(
        Span span,
        Traffic traffic,
        List<PortTrend> watched,
        List<PortTrend> top,
        List<SensorHealth> sensors,
        Findings findings) {
    public Overview {
        watched = List.copyOf(watched);
        top = List.copyOf(top);
        sensors = List.copyOf(sensors);
    }

    public long sensorsThat(SensorHealth.State state) {
        return sensors.stream().filter(sensor -> sensor.state() == state).count();
    }
}
