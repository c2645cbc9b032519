package org.yamori.wire;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.dictionary.DictionaryEncoder;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SchemaPageTest {
    private static final String PAGE = "docs/50-wire.md";

    @Test
    void committedPage_isTheGeneratedOne() throws Exception {
        Path page = checkout().resolve(PAGE);
        if (Boolean.getBoolean("yamori.docs.write")) {
            Files.createDirectories(page.getParent());
            Files.writeString(page, SchemaPage.markdown());
        }

        assertThat(page)
                .content()
                .as("rewrite %s with -Dyamori.docs.write=true", PAGE)
                .isEqualTo(SchemaPage.markdown());
    }

    private static Path checkout() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(at.resolve("ingest/wire"))) {
            at = java.util.Objects.requireNonNull(at.getParent(), "no folder above the tests holds ingest/wire");
        }
        return at;
    }

    /** Shards were computed with Python from the rule on the page, the id with sha256sum. */
    @Test
    void examplesOfThePage_areWhatOtherProgramsCompute() {
        assertThat(SchemaPage.markdown())
                .contains("`192.0.2.1` is in 4, `198.51.100.7` is in 5, `2001:db8::1` is in 3,"
                        + " `2001:db8:1::1` is in 7, label `domain1` in 13.")
                .contains("give `db7721357f2311352e19b4465fa2720a`");
    }

    @Test
    void everyKeyAndColumn_isOnThePage() {
        String page = SchemaPage.markdown();

        for (Column column : Column.values()) {
            assertThat(page).contains("| `" + column.arrowName() + "` | ");
        }
        for (List<JsonKey> keys : List.of(
                RegistryRecord.KEYS,
                Registry.KEYS,
                Organisation.KEYS,
                Contacts.KEYS,
                Whitelist.KEYS,
                Whitelist.ENTRY_KEYS,
                AlertThresholds.KEYS,
                SensorEntry.KEYS,
                SurgeThresholds.KEYS,
                NewsRecord.KEYS,
                ListRecord.KEYS,
                Decision.MARK_KEYS,
                Decision.MUTE_KEYS,
                Decision.OUTCOME_KEYS,
                MeasurementRecord.KEYS)) {
            for (JsonKey key : keys) {
                assertThat(page).contains("| `" + key.name() + "` | " + key.type() + " | ");
                assertThat(key.type() + key.meaning()).doesNotContain("|", "\n");
            }
        }
        assertThat(page).contains("| `yamori.watermark_micros` | ");
    }

    /** Arrow's own reader is the oracle for the types that the page promises. */
    @Test
    void typesOfThePage_areThoseThatArrowReads() throws Exception {
        for (boolean ipv6 : new boolean[] {false, true}) {
            for (boolean feed : new boolean[] {false, true}) {
                PacketColumns columns = feed ? PacketColumns.ofFeed(ipv6, 16, 2) : PacketColumns.ofPackets(ipv6, 16, 2);
                PacketRow row = new PacketRow();
                row.ipv6 = ipv6;
                row.quotes = !feed;
                columns.append(row);
                List<String> read = new ArrayList<>();
                try (RootAllocator allocator = new RootAllocator();
                        ArrowStreamReader reader = new ArrowStreamReader(
                                new ByteArrayInputStream(columns.encode(PacketBlockTest.header())), allocator)) {
                    for (Field field : reader.getVectorSchemaRoot().getSchema().getFields()) {
                        read.add(field.getName() + " " + name(field) + (field.isNullable() ? " nullable" : ""));
                    }
                }
                List<String> promised = new ArrayList<>();
                for (Column column : Column.values()) {
                    if (column.group() == Column.Group.ALWAYS || (column.group() == Column.Group.FEED) == feed) {
                        promised.add(
                                column.arrowName() + " " + SchemaPage.type(column, ipv6) + (feed ? " nullable" : ""));
                    }
                }
                assertThat(read).isEqualTo(promised);
            }
        }
    }

    private static String name(Field field) {
        if (field.getDictionary() != null) {
            return "dictionary<values=string, indices="
                    + name(field.getDictionary().getIndexType()) + ">";
        }
        return name(field.getType());
    }

    private static String name(ArrowType type) {
        if (type instanceof ArrowType.Int number) {
            return (number.getIsSigned() ? "int" : "uint") + number.getBitWidth();
        }
        if (type instanceof ArrowType.Timestamp time) {
            return "timestamp[" + (time.getUnit().name().equals("MICROSECOND") ? "us" : time.getUnit()) + ", tz="
                    + time.getTimezone() + "]";
        }
        return type instanceof ArrowType.FixedSizeBinary bytes
                ? "fixed_size_binary[" + bytes.getByteWidth() + "]"
                : type.toString();
    }

    @Test
    void ipv6Packets_areReadByArrowWithTheirQuotesAndTexts() throws Exception {
        PacketColumns columns = PacketColumns.ofPackets(true, 16, 10);
        PacketRow row = new PacketRow();
        row.ipv6 = true;
        row.sourceHigh = 0x20010db800000000L;
        row.sourceLow = 1;
        row.destinationHigh = 0x20010db8000f0000L;
        row.destinationLow = -1;
        row.timeMicros = 1;
        row.protocol = 6;
        row.ttl = 255;
        row.synOptions = "mss1440,nop";
        row.payloadHash = -1;
        columns.append(row);
        row.timeMicros = 2;
        row.protocol = 58;
        row.synOptions = "";
        row.payloadHash = 0;
        row.quotes = true;
        row.quotedProtocol = 17;
        row.quotedDestinationHigh = 0x20010db800000000L;
        row.quotedDestinationLow = 1;
        row.quotedDestinationPort = 65_535;
        columns.append(row);

        try (RootAllocator allocator = new RootAllocator();
                ArrowStreamReader reader = new ArrowStreamReader(
                        new ByteArrayInputStream(columns.encode(PacketBlockTest.header())), allocator)) {
            assertThat(reader.loadNextBatch()).isTrue();
            var root = reader.getVectorSchemaRoot();
            assertThat(root.getSchema().getCustomMetadata())
                    .containsAllEntriesOf(Map.of("yamori.schema_version", "1", "yamori.network", "nicter"));
            byte[] source = ByteBuffer.allocate(16)
                    .putLong(0x20010db800000000L)
                    .putLong(1)
                    .array();
            assertThat(((FixedSizeBinaryVector) root.getVector("source")).get(0))
                    .isEqualTo(source);
            assertThat(((FixedSizeBinaryVector) root.getVector("quoted_destination")).get(0))
                    .isEqualTo(new byte[16]);
            assertThat(((FixedSizeBinaryVector) root.getVector("quoted_destination")).get(1))
                    .isEqualTo(source);
            assertThat(((UInt2Vector) root.getVector("quoted_destination_port")).getObject(1))
                    .isEqualTo((char) 65_535);
            assertThat(((UInt1Vector) root.getVector("ttl")).getObjectNoOverflow(0))
                    .isEqualTo((short) 255);
            assertThat(((UInt8Vector) root.getVector("payload_hash")).getObjectNoOverflow(0))
                    .isEqualTo("18446744073709551615");
            try (var decoded = DictionaryEncoder.decode(
                    root.getVector("syn_options"),
                    reader.getDictionaryVectors().get((long) Column.SYN_OPTIONS.ordinal()))) {
                assertThat(String.valueOf(decoded.getObject(0))).isEqualTo("mss1440,nop");
                assertThat(String.valueOf(decoded.getObject(1))).isEmpty();
            }
        }
    }
}
