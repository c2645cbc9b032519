package org.yamori.sensor.simulate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * What somebody should notice of one actor: who did what, where and when.
 *
 * @param rooms words of the rooms that are expected to see it
 * @param when its times, in microseconds
 * @param packetsByPort ports it reached, those with most packets first
 * @param mostSources the most sources it has at a time; 0 where nobody can say
 * @param traits who is flooded, and where sources come from, where that is written down
 * @param packetsBySensor what each sensor got of it
 * @param missed packets that it kept from sensors
 */
public record Expectation(
        String actor,
        String kind,
        List<String> rooms,
        When when,
        Map<String, Long> packetsByPort,
        long mostSources,
        Label.Traits traits,
        Map<String, Long> packetsBySensor,
        long missed) {
    /**
     * When something begins to be seen or to change, has its peak, and is over.
     *
     * @param peakMicros start of the first minute in which most packets are expected
     * @param doubled by port the first minute in which at least twice as many sources are expected as without the
     *     actor, or half of the most that it ever adds
     */
    public record When(long startMicros, long peakMicros, long endMicros, Map<String, Doubling> doubled) {}

    /**
     * When a port's expected sources are twice those without the actor, or half way to their most.
     *
     * @param baseline distinct sources a minute that are expected then from everybody else
     */
    public record Doubling(long micros, double baseline) {}

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("actor", actor).put("kind", kind);
        strings(json.putArray("rooms"), rooms);
        json.put("start", text(when.startMicros));
        json.put("peak", text(when.peakMicros));
        json.put("end", text(when.endMicros));
        if (!when.doubled.isEmpty()) {
            ObjectNode doubled = json.putObject("t2");
            when.doubled.forEach((port, at) -> doubled.putObject(port)
                    .put("minute", text(at.micros))
                    .put("baseline", StrictMath.rint(at.baseline * 1_000) / 1_000));
        }
        strings(json.putArray("ports"), packetsByPort.keySet());
        if (mostSources > 0) {
            json.put("mostSources", mostSources);
        }
        if (!traits.victim().isEmpty()) {
            json.put("victim", traits.victim());
        }
        if (!traits.sourceRanges().isEmpty()) {
            strings(json.putArray("sourceRanges"), traits.sourceRanges());
        }
        ObjectNode sensors = json.putObject("sensors");
        packetsBySensor.forEach(sensors::put);
        if (missed > 0) {
            json.put("missed", missed);
        }
        return json;
    }

    private static void strings(ArrayNode array, Iterable<String> all) {
        all.forEach(array::add);
    }

    private static String text(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }
}
