package org.yamori.jobs.detect.sensor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.yamori.jobs.detect.sensor.SensorState.MinuteCounts;
import org.yamori.jobs.flow.BlockFact;
import org.yamori.wire.Finding;

/**
 * Writes what the sensor room tells: a document per sensor and minute, and one per silence and per time of a wrong
 * clock.
 */
final class SensorDocuments {
    static final String KIND = "sensor";
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final JsonFactory json = new JsonFactory();

    private interface Body {
        void write(JsonGenerator out) throws IOException;
    }

    /** What came from the sensor in one minute, by the end of each block. */
    Finding minute(String sensor, SensorState state, long minuteMicros, MinuteCounts counts) {
        return finding(sensor, state, "minute", minuteMicros, counts.revision, "metric", out -> {
            boolean ended = state.ended && state.lastMicros() < minuteMicros + SensorLogic.MINUTE_MICROS;
            out.writeStringField("state", ended ? "ended" : "speaking");
            out.writeNumberField("blocks", counts.blocks);
            out.writeNumberField("heartbeats", counts.heartbeats);
            out.writeNumberField("rows", counts.rows);
            out.writeNumberField("late_blocks", counts.lateBlocks);
            out.writeNumberField("duplicate_blocks", counts.duplicates);
            out.writeNumberField("behind_blocks", counts.behind);
            out.writeNumberField("ahead_blocks", counts.ahead);
            out.writeNumberField("too_old_blocks", counts.tooOld);
            out.writeNumberField("refused_rows", counts.refusedRows);
            out.writeNumberField("lost_blocks", counts.lostBlocks);
            out.writeNumberField("lost_rows", counts.lostRows);
            out.writeNumberField("captured", counts.captured);
            out.writeNumberField("refused", counts.refused);
            out.writeNumberField("outside", counts.outside);
            out.writeNumberField("replies", counts.replies);
            out.writeNumberField("dropped_by_kernel", counts.droppedByKernel);
            out.writeNumberField("dropped_by_sensor", counts.droppedBySensor);
            if (state.live && counts.largestDelayMicros != Long.MIN_VALUE) {
                out.writeNumberField("largest_delay_millis", Math.floorDiv(counts.largestDelayMicros, 1000L));
            }
        });
    }

    /** A silence; {@code endMicros} is {@link Long#MIN_VALUE} while it lasts. */
    Finding silence(String sensor, SensorState state, long endMicros) {
        boolean over = endMicros != Long.MIN_VALUE;
        return finding(sensor, state, "silence", state.silentSinceMicros, over ? 2 : 1, "event", out -> {
            out.writeStringField("state", over ? "speaking again" : "silent");
            out.writeStringField(
                    "silent_since", instant(state.silentSinceMicros).toString());
            if (over) {
                out.writeStringField("silent_until", instant(endMicros).toString());
            }
        });
    }

    /** A wrong clock; network and kind are the record's, since of a sensor that is always ahead none is counted. */
    Finding skew(BlockFact fact, SensorState state) {
        SensorState.ClockState clock = state.clock;
        SensorState named = new SensorState();
        named.network = fact.network;
        named.kind = fact.sensorKind;
        return finding(fact.sensor, named, "skew", clock.sinceMicros, clock.revision, "event", out -> {
            String wrong = clock.skewMicros > 0 ? "clock ahead" : "clock behind";
            out.writeStringField("state", clock.wrong ? wrong : "clock right again");
            out.writeNumberField("skew_micros", clock.skewMicros);
            out.writeNumberField("largest_skew_micros", clock.largestSkewMicros);
            out.writeStringField("skewed_since", instant(clock.sinceMicros).toString());
            if (!clock.wrong) {
                out.writeStringField("skewed_until", instant(clock.untilMicros).toString());
            }
        });
    }

    private Finding finding(
            String sensor,
            SensorState state,
            String resolution,
            long anchorMicros,
            long revision,
            String eventKind,
            Body body) {
        String id = Finding.id(KIND, sensor, resolution, anchorMicros);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator out = json.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringField("@timestamp", instant(anchorMicros).toString());
            out.writeObjectFieldStart("event");
            out.writeStringField("kind", eventKind);
            out.writeStringField("module", "yamori");
            out.writeStringField("dataset", "yamori.sensor");
            out.writeEndObject();
            out.writeObjectFieldStart("observer");
            out.writeStringField("name", sensor);
            out.writeEndObject();
            out.writeObjectFieldStart("yamori");
            out.writeObjectFieldStart("finding");
            out.writeStringField("kind", KIND);
            out.writeStringField("id", id);
            out.writeNumberField("revision", revision);
            out.writeStringField("anchor", MICROS.format(instant(anchorMicros)));
            out.writeEndObject();
            out.writeStringField("resolution", resolution);
            out.writeStringField("network", state.network);
            out.writeStringField("disposition", "not paged: sensor health is a board");
            out.writeObjectFieldStart("sensor");
            out.writeStringField("kind", state.kind);
            body.write(out);
            out.writeEndObject();
            out.writeEndObject();
            out.writeEndObject();
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return new Finding(KIND, id, revision, anchorMicros, bytes.toByteArray());
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH
                .plusSeconds(Math.floorDiv(micros, 1_000_000L))
                .plusNanos(Math.floorMod(micros, 1_000_000L) * 1000);
    }
}
