package org.yamori.cli.alerts;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.yamori.cli.system.Analysis;
import org.yamori.wire.IpAddress;
import org.yamori.wire.PacketRow;

/**
 * The cases of paper 001 as a capture, by what {@code 001_incident_cases.tsv} says of them: dates, ports, order,
 * packets to a destination and rates. X-1 is 172.20.0.7, X-2 172.20.0.8, X-3 172.20.0.9, X-4 172.20.0.10 of
 * organisation X, and NICT-1 is 172.21.1.77 of organisation NICT.
 */
public final class Incidents {
    private static final String REGISTRY = """
        organisations:
          - name: X
            livenets: [172.20.0.0/24, 172.20.2.0/24]
            darknets: [172.20.1.0/24, 172.20.3.0/24]
            contacts: [soc@x.example]
          - {name: NICT, livenets: [172.21.0.0/24], darknets: [172.21.1.0/24], contacts: [soc@nict.example]}
        sensors:
          - {name: local, kind: blackhole, network: local, ranges: [172.20.0.0/15]}
        """;

    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int SECOND = 1_000_000;
    private static final int DARK = 512;
    private static final int THREE_HOURS_OF_EVERY_THREE_SECONDS = 3600;
    private static final int TWO_MINUTES = 120;

    private final List<PacketRow> rows = new ArrayList<>();

    private Incidents() {}

    /** Writes capture and registry into a folder, analyses them, and answers the findings, one to a line. */
    public static List<String> analysed(Path folder) throws IOException, InterruptedException {
        Incidents incidents = new Incidents();
        incidents.worms();
        incidents.nameService();
        incidents.spoofed();
        return Analysis.of(incidents.rows, REGISTRY, folder).lines();
    }

    /** in sequence, two or three packets to an address; X-2: at random, one to an address. */
    private void worms() {
        Random seeded = new Random(1);
        for (int i = 0; i < THREE_HOURS_OF_EVERY_THREE_SECONDS; i++) {
            PacketRow sequential = row("2010-09-10T10:00:00Z", 3L * SECOND * i, "172.20.0.7", dark(i * 2 / 5), TCP);
            sequential.destinationPort = 445;
            PacketRow random =
                    row("2010-12-14T10:00:00Z", 3L * SECOND * i, "172.20.0.8", dark(seeded.nextInt(DARK)), TCP);
            random.destinationPort = 445;
        }
    }

    /** X-3 with 93 and X-4 with 56 packets a second. */
    private void nameService() {
        for (int i = 0; i < 93 * TWO_MINUTES; i++) {
            row("2011-01-18T10:00:00Z", (long) i * SECOND / 93, "172.20.0.9", dark(i), UDP).destinationPort = 137;
        }
        for (int i = 0; i < 56 * TWO_MINUTES; i++) {
            row("2011-01-21T10:00:00Z", (long) i * SECOND / 56, "172.20.0.10", dark(i), UDP).destinationPort = 137;
        }
    }

    /** NICT-1: eight packets within four days from a dark address to itself. */
    private void spoofed() {
        for (int i = 0; i < 8; i++) {
            row("2011-01-13T03:00:00Z", 11L * 3600 * SECOND * i, "172.21.1.77", "172.21.1.77", ICMP);
        }
    }

    private static String dark(int number) {
        return "172.20." + (number % DARK < 256 ? 1 : 3) + '.' + number % 256;
    }

    private PacketRow row(String start, long afterMicros, String source, String destination, int protocol) {
        PacketRow row = new PacketRow();
        row.timeMicros = Instant.parse(start).getEpochSecond() * SECOND + afterMicros;
        row.source = (int) IpAddress.parse(source).low();
        row.destination = (int) IpAddress.parse(destination).low();
        row.protocol = protocol;
        row.ttl = 120;
        row.ipId = 1;
        row.totalLength = 28;
        if (protocol == TCP) {
            row.totalLength = 40;
            row.tcpFlags = 2;
            row.sequence = 12_345;
            row.window = 64_240;
            row.synOptions = "/-/-";
        }
        if (protocol == ICMP) {
            row.sourcePort = 8;
        } else {
            row.sourcePort = 1025;
        }
        rows.add(row);
        return row;
    }
}
