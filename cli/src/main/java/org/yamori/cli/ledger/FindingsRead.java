package org.yamori.cli.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.yamori.wire.Shards;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** What the job told: how many findings there are, and the packets of each sensor's minutes. */
final class FindingsRead {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LongOpenHashSet ids = new LongOpenHashSet();
    private final Map<String, Minute> minutes = new HashMap<>();
    private final Map<String, Minute> lateBlocks = new HashMap<>();

    /** The last revision of one finding. */
    private record Minute(String sensor, long startMicros, long revision, long packets) {}

    /** Takes a record of the findings or of the traffic. */
    void take(byte[] key, byte[] json) throws IOException {
        String id = new String(key, ISO_8859_1);
        ids.add(Shards.hash(id));
        String text = new String(json, ISO_8859_1);
        if (text.contains("\"breakdown\":\"sensor\"") && text.contains("\"resolution\":\"minute\"")) {
            take(minutes, id, json);
        } else if (text.contains("\"breakdown\":\"late-block\"")) {
            take(lateBlocks, id, json);
        }
    }

    private static void take(Map<String, Minute> findings, String id, byte[] json) throws IOException {
        JsonNode yamori = JSON.readTree(json).path("yamori");
        String key = yamori.path("key").asText();
        int slash = key.indexOf('/');
        Minute minute = new Minute(
                slash < 0 ? key : key.substring(0, slash),
                micros(yamori.at("/window/start").asText()),
                yamori.at("/finding/revision").asLong(),
                yamori.path("packets").asLong());
        findings.merge(id, minute, (known, next) -> next.revision >= known.revision ? next : known);
    }

    private static long micros(String instant) throws IOException {
        try {
            return Instant.parse(instant).getEpochSecond() * 1_000_000;
        } catch (DateTimeParseException bad) {
            throw new IOException("a finding's window starts at '" + instant + "', which is no time", bad);
        }
    }

    /** Different findings of all kinds. */
    long findings() {
        return ids.size();
    }

    /** The start of the last minute that any sensor is told of; all before it were told. */
    long lastMinute() {
        return minutes.values().stream().mapToLong(Minute::startMicros).max().orElse(Long.MIN_VALUE);
    }

    /** Packets told of each minute of a sensor. */
    Map<Long, Long> minutesOf(String sensor) {
        return packetsOf(minutes, sensor);
    }

    /** Packets told of late blocks of a sensor, by the minute they belong to. */
    Map<Long, Long> lateOf(String sensor) {
        return packetsOf(lateBlocks, sensor);
    }

    /** Packets in the findings of minutes, of all sensors. */
    long counted() {
        return minutes.values().stream().mapToLong(Minute::packets).sum();
    }

    private static Map<Long, Long> packetsOf(Map<String, Minute> findings, String sensor) {
        Map<Long, Long> packets = new TreeMap<>();
        for (Minute minute : findings.values()) {
            if (minute.sensor.equals(sensor)) {
                packets.merge(minute.startMicros, minute.packets, Long::sum);
            }
        }
        return packets;
    }
}
