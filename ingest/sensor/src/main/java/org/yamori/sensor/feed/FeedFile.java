package org.yamori.sensor.feed;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.yamori.sensor.PacketSource;
import org.yamori.sensor.SourceTally;
import org.yamori.sensor.file.PlainBytes;
import org.yamori.wire.PacketRow;

/**
 * A table of counts that somebody else made, as packet sources, one per observation network: TSV, CSV (RFC 4180) or
 * JSON lines, or the text of other programs (flowtuples of Corsaro, Zeek's {@code conn.log}), told by the first line,
 * plain, gzip or zstd.
 *
 * <p>Columns: time (or date, with or without hour), network, source, source_country, destination, destination_country,
 * protocol, destination_port, count; most of them optional. An empty cell is missing, never zero. Without a column of
 * counts every row stands for one packet. JSON lines have a column as soon as one line names it.
 *
 * <p>The whole feed is checked and held in memory, sorted by time; rows of one time keep their order. One problem is
 * enough for the feed to be refused.
 */
public final class FeedFile {
    private final FeedRows rows;
    private final int[] order;

    private FeedFile(FeedRows rows) {
        this.rows = rows;
        order = rows.inOrderOfTime();
    }

    public static FeedFile load(Path file, FeedOptions options) throws IOException {
        if (Files.isDirectory(file)) {
            throw new FeedException(List.of(file + ": is a directory; allowed: a TSV, CSV or JSON lines file"));
        }
        try (InputStream raw = Files.newInputStream(file)) {
            return load(file.toString(), raw, options);
        } catch (NoSuchFileException missing) {
            throw refused(file + ": there is no such file", missing);
        }
    }

    /** A feed from anywhere; does not close the input. */
    public static FeedFile load(String name, InputStream raw, FeedOptions options) throws IOException {
        try {
            InputStreamReader reader = new InputStreamReader(
                    PlainBytes.of(raw).input(),
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT));
            FeedFile feed = new FeedFile(new FeedReader(name, new FeedText(reader), options).read());
            feed.requireOneSensorPerNetwork(name);
            return feed;
        } catch (CharacterCodingException notText) {
            throw refused(name + ": has bytes that are not UTF-8; allowed: a TSV, CSV or JSON lines file", notText);
        } catch (FeedException refused) {
            throw refused;
        } catch (IOException unreadable) {
            throw refused(name + ": cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private void requireOneSensorPerNetwork(String name) throws FeedException {
        Map<String, String> networkOfSensor = new HashMap<>();
        for (String network : networks()) {
            String other = networkOfSensor.put(sensorName(network), network);
            if (other != null) {
                throw new FeedException(List.of(name + ": networks '" + other + "' and '" + network
                        + "' would both be sensor '" + sensorName(network)
                        + "'; allowed: names that differ in more than upper and lower case"));
            }
        }
    }

    private static FeedException refused(String message, IOException cause) {
        FeedException exception = new FeedException(List.of(message));
        exception.initCause(cause);
        return exception;
    }

    /** Rows of all networks together. */
    public int rows() {
        return rows.size();
    }

    /** Names of the networks in order of first appearance. */
    public List<String> networks() {
        return rows.networks();
    }

    /** A name for the sensor that the rows of a network are published under: lower case, as a topic may be called. */
    public static String sensorName(String network) {
        String name = network.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_.-]", "-");
        return name.matches("[a-z0-9].*") ? name : "feed" + name;
    }

    /** The rows of one network in order of time; any number of sources may read the same feed. */
    public PacketSource forNetwork(String network) {
        int index = rows.networkIndex(network);
        if (index < 0) {
            throw new IllegalArgumentException(
                    "the feed has no network '" + network + "'; allowed: " + String.join(", ", rows.networks()));
        }
        return new NetworkRows(index);
    }

    /** One network's rows. */
    private final class NetworkRows implements PacketSource {
        private final int network;
        private int next;
        private long delivered;
        private long watermarkMicros;

        NetworkRows(int network) {
            this.network = network;
        }

        @Override
        public boolean next(PacketRow row) {
            while (next < order.length) {
                int at = order[next++];
                if (rows.network(at) == network) {
                    rows.copyTo(at, row);
                    delivered++;
                    watermarkMicros = row.timeMicros;
                    return true;
                }
            }
            return false;
        }

        @Override
        public long watermarkMicros() {
            return watermarkMicros;
        }

        @Override
        public SourceTally tally() {
            return new SourceTally(delivered, delivered, Map.of());
        }

        @Override
        public void close() {
            next = order.length;
        }
    }
}
