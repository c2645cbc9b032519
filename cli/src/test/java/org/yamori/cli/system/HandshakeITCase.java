package org.yamori.cli.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.yamori.cli.servers.KafkaServer;
import org.yamori.cli.servers.Servers;
import org.yamori.cli.servers.TopicRecords;
import org.yamori.sensor.simulate.PcapWriter;
import org.yamori.wire.MeasurementRecord;
import org.yamori.wire.PacketRow;

import static org.assertj.core.api.Assertions.assertThat;

/** A sensor that answers, from its capture to the measurements (requirements P-01 and P-02). */
@Tag("kafka")
@ExtendWith(Servers.class)
class HandshakeITCase {
    private static final long START = 1_577_836_800_000_000L;
    private static final int CLIENT = 0xc6336407;
    private static final int OURS = 0xc0000209;

    private final KafkaServer kafka;

    @TempDir
    private Path folder;

    private Path capture;
    private Path systems;

    HandshakeITCase(KafkaServer kafka) {
        this.kafka = kafka;
        capture = Path.of("");
        systems = Path.of("");
    }

    /** t = 0.999, t' = 1.000000 s, t'' = 1.250000 s; a second SYN is answered and never acknowledged. */
    @BeforeEach
    void writeInputs() throws IOException {
        capture = folder.resolve("answers.pcap");
        try (PcapWriter writer = PcapWriter.to(capture)) {
            writer.write(packet(999_000, true, 40_000, 0x02, 100, 0));
            writer.write(packet(1_000_000, false, 40_000, 0x12, 900, 101));
            writer.write(packet(1_250_000, true, 40_000, 0x10, 101, 901));
            writer.write(packet(1_300_000, true, 40_001, 0x02, 500, 0));
            writer.write(packet(1_300_100, false, 40_001, 0x12, 700, 501));
        }
        systems = Files.writeString(folder.resolve("own.fp"), """
                classes = unix
                [tcp:request]
                label = s:unix:Linux:3.11 and newer
                sig   = *:64:0:*:mss*20,7:mss,sok,ts,nop,ws:df,id+:0
                """);
    }

    private static PacketRow packet(long micros, boolean client, int port, int flags, int sequence, int acknowledged) {
        PacketRow row = new PacketRow();
        row.timeMicros = START + micros;
        row.protocol = 6;
        row.source = client ? CLIENT : OURS;
        row.destination = client ? OURS : CLIENT;
        row.sourcePort = client ? port : 23;
        row.destinationPort = client ? 23 : port;
        row.tcpFlags = flags;
        row.sequence = sequence;
        row.acknowledgement = acknowledged;
        row.window = 29_200;
        row.ttl = 54;
        row.ipId = 7;
        row.fragment = 0x4000;
        row.synOptions = flags == 0x02 ? "2.4.8.1.3/1460/7" : "";
        row.totalLength = flags == 0x02 ? 60 : 40;
        return row;
    }

    private static void requireMeasured(JsonNode record) {
        assertThat(record.get("sensor").asText()).isEqualTo("answers");
        assertThat(Instant.parse(record.get("t").asText())).isEqualTo(Instant.parse("2020-01-01T00:00:01.250Z"));
        assertThat(record.get("src").asText()).isEqualTo("198.51.100.7");
        assertThat(record.get("dst").asText()).isEqualTo("192.0.2.9");
        assertThat(record.get("T_p").asLong()).isEqualTo(250_000);
        assertThat(record.get("F_p").asText()).isEqualTo("Linux 3.11 and newer");
        assertThat(record.get("F_p_from").asText()).isEqualTo("syn");
    }

    @Test
    void analyze_writesMeasurementsBesideTheFindings() throws Exception {
        Path registry = Files.writeString(folder.resolve("registry.yaml"), """
                sensors:
                  - name: answers
                    network: local
                    kind: low-interaction
                    ranges: [192.0.2.0/24]
                """);
        Path out = folder.resolve("out");

        YamoriProcess.run(
                List.of(
                        "analyze",
                        capture.toString(),
                        "--registry",
                        registry.toString(),
                        "--os-signatures",
                        systems.toString(),
                        "--out",
                        out.toString()),
                folder);

        List<String> lines = Files.readAllLines(out.resolve("measurements.jsonl"));
        assertThat(lines).hasSize(1);
        requireMeasured(new ObjectMapper().readTree(lines.get(0)));
    }

    /** The same handshake has the same id, whichever way it was measured; a blackhole measures nothing. */
    @Test
    void sense_publishesMeasurements() throws Exception {
        String study = "study-" + UUID.randomUUID().toString().substring(0, 8);
        Path key = Files.writeString(folder.resolve("key"), "0b".repeat(20) + "\n");
        List<String> sense = List.of(
                "sense",
                "--pcap",
                capture.toString(),
                "--sensor",
                "answers",
                "--darknet",
                "192.0.2.0/24",
                "--payload-key-file",
                key.toString(),
                "--os-signatures",
                systems.toString(),
                "--brokers",
                kafka.bootstrapServers());

        YamoriProcess.run(with(sense, "--kind", "low-interaction", "--prefix", study), folder);
        YamoriProcess.run(with(sense, "--kind", "low-interaction", "--prefix", study), folder);

        List<ConsumerRecord<byte[], byte[]>> records =
                TopicRecords.in(study + ".measurements", kafka.bootstrapServers());
        assertThat(records).hasSize(2);
        assertThat(records.get(0).value()).isEqualTo(records.get(1).value());
        requireMeasured(new ObjectMapper().readTree(records.get(0).value()));
        MeasurementRecord measured = MeasurementRecord.fromJson(records.get(0).value());
        assertThat(new String(records.get(0).key(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(measured.id());
    }

    @Test
    void keyAndDatabaseThatCannotBeRead_areRefused() throws Exception {
        Path key = Files.writeString(folder.resolve("key"), "topsecret\n");
        Path words = folder.resolve("words");
        List<String> analyze = List.of(
                "analyze", capture.toString(), "--out", folder.resolve("out").toString());

        assertThat(YamoriProcess.exitCode(with(analyze, "--payload-key-file", key.toString()), words))
                .isEqualTo(1);
        assertThat(Files.readString(words))
                .contains(key + ": a payload key is an even number of hexadecimal digits")
                .doesNotContain("topsecret");
        Files.writeString(systems, "[tcp:request]\nsig = 1\n");
        assertThat(YamoriProcess.exitCode(with(analyze, "--os-signatures", systems.toString()), words))
                .isEqualTo(1);
        assertThat(Files.readString(words)).contains(systems + ":2: sig follows a label");
    }

    /** A Zeek log and flowtuples are feeds, whatever they are called. */
    @Test
    void logsOfOtherPrograms_areAnalysed() throws Exception {
        Path zeek = Files.writeString(folder.resolve("conn.log"), """
                #separator \\x09
                #unset_field\t-
                #path\tconn
                #fields\tts\tid.orig_h\tid.resp_h\tid.resp_p\tproto\torig_pkts
                1577836800.5\t198.51.100.4\t192.0.2.1\t23\ttcp\t7
                """);
        Path flowtuples = Files.writeString(folder.resolve("flowtuples.txt"), """
                # CORSARO_INTERVAL_START 0 1577923200
                START flowtuple_other 1
                203.0.113.5|192.0.2.9|40000|23|6|47|0x02|40,35
                END flowtuple_other
                # CORSARO_INTERVAL_END 0 1577923259
                """);
        Path out = folder.resolve("out");

        YamoriProcess.run(List.of("analyze", zeek.toString(), flowtuples.toString(), "--out", out.toString()), folder);

        List<String> days = Files.readAllLines(out.resolve("tables/daily_by_network.tsv"));
        assertThat(days.stream().map(line -> line.split("\t", -1)[0] + " " + line.split("\t", -1)[3]))
                .containsExactly("date count", "2020-01-01 7", "2020-01-02 35");
    }

    private static List<String> with(List<String> args, String... more) {
        List<String> all = new ArrayList<>(args);
        all.addAll(List.of(more));
        return all;
    }
}
