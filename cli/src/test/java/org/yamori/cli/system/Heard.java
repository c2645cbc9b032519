package org.yamori.cli.system;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.yamori.cli.servers.TopicRecords;
import org.yamori.wire.BadBlockException;
import org.yamori.wire.BlockHeader;
import org.yamori.wire.BlockHeader.Tally;
import org.yamori.wire.BlockRecord;
import org.yamori.wire.PacketBlock;
import org.yamori.wire.Topics;

import static org.assertj.core.api.Assertions.assertThat;

/** What is heard of a sensor: a block, which was read as a whole, or a heartbeat. */
public record Heard(BlockHeader header, boolean heartbeat) {
    /** What the sensor's topic holds now, in its order. */
    public static List<Heard> of(String sensor, Topics topics, String brokers) throws IOException {
        List<Heard> heard = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : TopicRecords.in(topics.packets(sensor), brokers)) {
            heard.add(of(record));
        }
        return heard;
    }

    static Heard of(ConsumerRecord<byte[], byte[]> record) throws IOException {
        Header heartbeat = record.headers().lastHeader(BlockRecord.HEARTBEAT);
        try {
            if (heartbeat != null) {
                Map<String, String> texts =
                        new ObjectMapper().readValue(heartbeat.value(), new TypeReference<Map<String, String>>() {});
                return new Heard(BlockHeader.fromTexts(texts), true);
            }
            PacketBlock block = PacketBlock.decode(record.value());
            block.requireHonestShards();
            return new Heard(block.header(), false);
        } catch (BadBlockException torn) {
            throw new AssertionError("offset " + record.offset() + " is no whole block", torn);
        }
    }

    /** What the sensor had counted when it was last heard. */
    public static Tally tally(List<Heard> heard) {
        return heard.get(heard.size() - 1).header.tally();
    }

    /** Packets in blocks, of which none may have come twice. */
    public static long rows(List<Heard> heard) {
        return heard.stream().mapToLong(each -> each.header.rows()).sum();
    }

    /** Numbers rise by one from 0, the sensor has ended, and each row that it did not drop is there. */
    public static Tally requireInOrder(List<Heard> heard) {
        long last = -1;
        long rows = 0;
        for (Heard each : heard) {
            BlockHeader.Position position = each.header.position();
            assertThat(position.rowsBefore()).isLessThanOrEqualTo(rows);
            if (each.heartbeat) {
                assertThat(position.block())
                        .as("claims no block that is still to come")
                        .isLessThanOrEqualTo(last);
            } else if (position.block() > last) {
                assertThat(position.block()).isEqualTo(last + 1);
                assertThat(position.rowsBefore()).isEqualTo(rows);
                rows += each.header.rows();
                last = position.block();
            }
        }
        assertThat(heard.get(heard.size() - 1).header.span().last()).isTrue();
        Tally tally = tally(heard);
        assertThat(rows + tally.droppedBySensor()).isEqualTo(tally.captured());
        return tally;
    }
}
