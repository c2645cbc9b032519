package org.yamori.jobs.detect.backscatter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.yamori.jobs.detect.backscatter.AttackRules.RatePlace;
import org.yamori.wire.Finding;
import org.yamori.wire.PacketRow;

/** Packets of a test that answer forged ones, rules, and findings read again. */
final class Answers {
    static final long START = Instant.parse("2026-03-01T10:00:00Z").getEpochSecond() * 1_000_000;
    static final long SECOND = 1_000_000;
    static final int VICTIM = 0xc0000201;

    private static final ObjectMapper JSON = new ObjectMapper();

    private Answers() {}

    static BackscatterRules standard() {
        return BackscatterOptions.rules(new Configuration());
    }

    /** The standard rules with another number of packets and another rate, so that one rule can be seen alone. */
    static AttackRules rules(int packets, int rate) {
        return new AttackRules(
                packets, Duration.ofMinutes(1), RatePlace.DARKNET, rate, 179, Duration.ofMinutes(5), 16_384, 0);
    }

    /** A SYN-ACK from 192.0.2.1:80, microseconds after the start. */
    static PacketRow synAck(long micros) {
        return synAck(VICTIM, micros);
    }

    static PacketRow synAck(int victim, long micros) {
        PacketRow row = new PacketRow();
        row.timeMicros = START + micros;
        row.source = victim;
        row.destination = 0x0a00_0000 + (int) (micros / 1000 & 0xff);
        row.protocol = 6;
        row.sourcePort = 80;
        row.destinationPort = 40_000;
        row.tcpFlags = 18;
        return row;
    }

    static JsonNode json(Finding finding) {
        try {
            return JSON.readTree(finding.json()).get("yamori");
        } catch (IOException bad) {
            throw new UncheckedIOException(bad);
        }
    }

    static List<String> states(List<Finding> findings) {
        return findings.stream()
                .map(finding ->
                        json(finding).at("/" + finding.kind() + "/state").asText())
                .toList();
    }
}
