package org.yamori.jobs.source;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yamori.wire.BadBlockException;
import org.yamori.wire.BlockHeader;
import org.yamori.wire.PacketBlock;

/**
 * One record of a sensor's topic as it was read, before anybody trusts it. It is decoded once, on first look, and never
 * throws: what cannot be decoded carries the reason.
 */
public final class Arrival {
    private static final ObjectMapper JSON = new ObjectMapper();

    public String topic = "";
    public int partition;
    public long offset;
    /** When the broker appended it, microseconds. */
    public long appendMicros;
    /** The encoded block; empty for a heartbeat. */
    public byte[] value = {};
    /** The header of a heartbeat as JSON; empty for a block. */
    public byte[] heartbeat = {};

    private transient boolean decoded;
    private transient @Nullable BlockHeader header;
    private transient @Nullable PacketBlock block;
    private transient String refusal = "";

    public Arrival() {}

    public Arrival(String topic, int partition, long offset, long appendMicros, byte[] value, byte[] heartbeat) {
        this.topic = topic;
        this.partition = partition;
        this.offset = offset;
        this.appendMicros = appendMicros;
        this.value = value;
        this.heartbeat = heartbeat;
    }

    /** The header, or null if the record is neither a block nor a heartbeat; then {@link #refusal} says why. */
    @Nullable
    BlockHeader header() {
        decode();
        return header;
    }

    /** The block, or null for a heartbeat or a record that is refused. */
    @Nullable
    PacketBlock block() {
        decode();
        return block;
    }

    /** Why the record is neither a block nor a heartbeat. */
    String refusal() {
        decode();
        return refusal;
    }

    private void decode() {
        if (decoded) {
            return;
        }
        decoded = true;
        try {
            if (heartbeat.length > 0) {
                header = BlockHeader.fromTexts(JSON.readValue(heartbeat, new TypeReference<Map<String, String>>() {}));
            } else if (value.length == 0) {
                refusal = "an empty record that is no heartbeat";
            } else {
                PacketBlock decodedBlock = PacketBlock.decode(value);
                decodedBlock.requireHonestShards();
                block = decodedBlock;
                header = decodedBlock.header();
            }
        } catch (BadBlockException | IOException bad) {
            refusal = String.valueOf(bad.getMessage());
        }
    }
}
