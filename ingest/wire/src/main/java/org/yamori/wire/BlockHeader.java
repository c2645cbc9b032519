package org.yamori.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a sensor says about a block besides its rows; a heartbeat is a header alone. It travels as texts: in the schema
 * metadata of a block, in the record headers of a heartbeat.
 *
 * @param origin who speaks
 * @param position which block this is
 * @param span what time it covers
 * @param tally what the sensor has seen since its epoch began
 * @param shardOffsets first row of each shard and, last, the number of rows; S + 1 entries
 */
public record BlockHeader(Origin origin, Position position, Span span, Tally tally, int[] shardOffsets) {
    /** Grows when a reader of the version before would misread a block. */
    public static final int SCHEMA_VERSION = 1;

    /** Key of everything a header says, in a record's headers and in the schema metadata. */
    static final String PREFIX = "yamori.";

    static final String VERSION = "schema_version";
    private static final int MAX_NAME = 120;

    /**
     * Who speaks.
     *
     * @param sensor name of the sensor, also the last word of its topic
     * @param kind how it behaves
     * @param network name of the observation network it belongs to
     * @param clock which clock stamped the packets
     */
    public record Origin(String sensor, SensorKind kind, String network, Clock clock) {
        public Origin {
            requireName("sensor", sensor);
            requireName("network", network);
        }
    }

    /**
     * Which block this is: {@code (sensor, epoch, partition, block)} is its identity. A heartbeat repeats the number of
     * the last block, or -1.
     *
     * @param epoch start of the sensor's run, microseconds; larger than that of the run before
     * @param partition partition of the sensor's topic
     * @param block number within epoch and partition, from 0
     * @param previousEpoch the epoch before in this partition, or -1
     * @param previousLastBlock the last block of that epoch, or -1
     * @param rowsBefore rows of all earlier blocks of this epoch and partition
     */
    public record Position(
            long epoch, int partition, long block, long previousEpoch, long previousLastBlock, long rowsBefore) {}

    /**
     * What time a block covers, in microseconds.
     *
     * @param startMicros where the block before ended
     * @param endMicros up to where everything captured is in this block or an earlier one
     * @param watermarkMicros no later block of this partition, late ones excepted, holds an earlier packet
     * @param late the rows are older than an earlier watermark: they revise counts only
     * @param last the sensor ended here on purpose and is not expected any more
     */
    public record Span(long startMicros, long endMicros, long watermarkMicros, boolean late, boolean last) {}

    /**
     * Packets a sensor has seen since its epoch began, this block included: {@code captured = published + refused +
     * outside + replies + droppedBySensor} once everything is published.
     *
     * @param captured packets that reached the sensor's program
     * @param refused of these, no IP packet that could be read
     * @param outside of these, sent to addresses outside the sensor's ranges
     * @param replies of these, sent by the sensor's own addresses
     * @param droppedByKernel packets that never reached the program
     * @param droppedBySensor packets given up because the spool was full
     */
    public record Tally(
            long captured, long refused, long outside, long replies, long droppedByKernel, long droppedBySensor) {
        public static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0);
    }

    public int shards() {
        return shardOffsets.length - 1;
    }

    public int rows() {
        return shardOffsets[shardOffsets.length - 1];
    }

    public BlockHeader withShardOffsets(int[] offsets) {
        return new BlockHeader(origin, position, span, tally, offsets);
    }

    public Map<String, String> toTexts() {
        Map<String, String> texts = new LinkedHashMap<>();
        put(texts, VERSION, SCHEMA_VERSION);
        put(texts, "sensor", origin.sensor);
        put(texts, "kind", origin.kind.word());
        put(texts, "network", origin.network);
        put(texts, "clock", origin.clock.word());
        put(texts, "epoch", position.epoch);
        put(texts, "partition", position.partition);
        put(texts, "block", position.block);
        put(texts, "previous_epoch", position.previousEpoch);
        put(texts, "previous_last_block", position.previousLastBlock);
        put(texts, "rows_before", position.rowsBefore);
        put(texts, "start_micros", span.startMicros);
        put(texts, "end_micros", span.endMicros);
        put(texts, "watermark_micros", span.watermarkMicros);
        put(texts, "late", span.late);
        put(texts, "last", span.last);
        put(texts, "captured", tally.captured);
        put(texts, "refused", tally.refused);
        put(texts, "outside", tally.outside);
        put(texts, "replies", tally.replies);
        put(texts, "dropped_by_kernel", tally.droppedByKernel);
        put(texts, "dropped_by_sensor", tally.droppedBySensor);
        StringBuilder offsets = new StringBuilder();
        for (int offset : shardOffsets) {
            offsets.append(offsets.isEmpty() ? "" : ",").append(offset);
        }
        put(texts, "shard_offsets", offsets);
        return texts;
    }

    public static BlockHeader fromTexts(Map<String, String> texts) throws BadBlockException {
        String version = texts.get(PREFIX + VERSION);
        if (version == null) {
            throw new BadBlockException("no " + PREFIX + VERSION + " among the metadata");
        }
        if (!version.equals(String.valueOf(SCHEMA_VERSION))) {
            throw new BadBlockException(
                    "schema version " + clip(version) + " is not known here; known: " + SCHEMA_VERSION);
        }
        try {
            return new BlockHeader(
                    new Origin(
                            text(texts, "sensor"),
                            SensorKind.of(text(texts, "kind")),
                            text(texts, "network"),
                            Clock.of(text(texts, "clock"))),
                    new Position(
                            number(texts, "epoch", 0),
                            (int) atMost(Integer.MAX_VALUE, "partition", number(texts, "partition", 0)),
                            number(texts, "block", -1),
                            number(texts, "previous_epoch", -1),
                            number(texts, "previous_last_block", -1),
                            number(texts, "rows_before", 0)),
                    new Span(
                            number(texts, "start_micros", Long.MIN_VALUE),
                            number(texts, "end_micros", Long.MIN_VALUE),
                            number(texts, "watermark_micros", Long.MIN_VALUE),
                            Boolean.parseBoolean(text(texts, "late")),
                            Boolean.parseBoolean(text(texts, "last"))),
                    new Tally(
                            number(texts, "captured", 0),
                            number(texts, "refused", 0),
                            number(texts, "outside", 0),
                            number(texts, "replies", 0),
                            number(texts, "dropped_by_kernel", 0),
                            number(texts, "dropped_by_sensor", 0)),
                    offsets(text(texts, "shard_offsets")));
        } catch (IllegalArgumentException wrong) {
            throw new BadBlockException(String.valueOf(wrong.getMessage()), wrong);
        }
    }

    private static int[] offsets(String text) throws BadBlockException {
        String[] words = text.split(",", -1);
        if (words.length < 2 || words.length > 4097) {
            throw new BadBlockException("shard_offsets must name 1 to 4096 shards, was " + clip(text));
        }
        int[] offsets = new int[words.length];
        for (int i = 0; i < words.length; i++) {
            offsets[i] = Integer.parseInt(words[i]);
            if (offsets[i] < (i == 0 ? 0 : offsets[i - 1]) || (i == 0 && offsets[i] != 0)) {
                throw new BadBlockException("shard_offsets must start at 0 and never fall, was " + clip(text));
            }
        }
        return offsets;
    }

    private static void put(Map<String, String> texts, String key, Object value) {
        texts.put(PREFIX + key, value.toString());
    }

    private static String text(Map<String, String> texts, String key) throws BadBlockException {
        @Nullable String value = texts.get(PREFIX + key);
        if (value == null) {
            throw new BadBlockException("no " + PREFIX + key + " among the metadata");
        }
        return value;
    }

    private static long number(Map<String, String> texts, String key, long least) throws BadBlockException {
        String value = text(texts, key);
        try {
            long number = Long.parseLong(value);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // said below, with the value
        }
        throw new BadBlockException(
                PREFIX + key + " must be a whole number of at least " + least + ", was '" + clip(value) + "'");
    }

    private static long atMost(long most, String key, long number) throws BadBlockException {
        if (number > most) {
            throw new BadBlockException(PREFIX + key + " must be at most " + most + ", was " + number);
        }
        return number;
    }

    static String clip(String text) {
        return text.length() <= MAX_NAME ? text : text.substring(0, MAX_NAME) + "…";
    }

    private static void requireName(String what, String name) {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")) {
            throw new IllegalArgumentException(
                    what + " must be 1 to 100 letters, digits, '_', '.' or '-', was '" + clip(name) + "'");
        }
    }
}
