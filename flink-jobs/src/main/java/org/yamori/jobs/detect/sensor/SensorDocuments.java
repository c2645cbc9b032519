package org.yamori.jobs.detect.sensor;

import org.yamori.jobs.detect.sensor.SensorState.MinuteCounts;
import org.yamori.jobs.flow.BlockFact;
import org.yamori.jobs.flow.Document;
import org.yamori.wire.Finding;

/**
 * Writes what the sensor room tells: a document per sensor and minute, and one per silence and per time of a wrong
 * clock.
 */
final class SensorDocuments {
    static final String KIND = "sensor";

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
            out.writeStringField("silent_since", Document.time(state.silentSinceMicros));
            if (over) {
                out.writeStringField("silent_until", Document.time(endMicros));
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
            out.writeStringField("skewed_since", Document.time(clock.sinceMicros));
            if (!clock.wrong) {
                out.writeStringField("skewed_until", Document.time(clock.untilMicros));
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
            Document.Part body) {
        Document document = Document.of(KIND, sensor, resolution, anchorMicros, revision);
        return document.write(
                eventKind,
                out -> {
                    out.writeObjectFieldStart("observer");
                    out.writeStringField("name", sensor);
                    out.writeEndObject();
                },
                out -> {
                    document.writeIdentity(out);
                    out.writeStringField("resolution", resolution);
                    out.writeStringField("network", state.network);
                    out.writeStringField("disposition", "not paged: sensor health is a board");
                    out.writeObjectFieldStart("sensor");
                    out.writeStringField("kind", state.kind);
                    body.write(out);
                    out.writeEndObject();
                });
    }
}
