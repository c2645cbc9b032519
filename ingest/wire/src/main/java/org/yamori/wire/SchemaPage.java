package org.yamori.wire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The reference page of everything that crosses a process border, made from the code that reads and writes it. */
public final class SchemaPage {
    private static final String INTRODUCTION = """
            # The wire: what crosses a process border

            <!-- Made from the code. `mvn test -pl ingest/wire -am -Dtest=SchemaPageTest -Dyamori.docs.write=true` rewrites it. -->

            Processes meet in Kafka topics. This page says what stands in them, so that other programs can read and
            write it. Topics of an installation begin with `yamori`, those of a study with a prefix of its own.
            """;

    private static final String BLOCKS = """
            ## Packet blocks

            A record of a packet topic is a **block**: thousands of packets of one sensor and one address family,
            column by column, as an [Arrow](https://arrow.apache.org/docs/format/Columnar.html) IPC stream of one
            record batch. Kafka compresses it; Arrow's own compression is not used. A **heartbeat** has an empty value; it
            carries the metadata below as a JSON object of texts in its record header `yamori.heartbeat`.

            ### A Python reader of five lines

            ```python
            import kafka, pyarrow as pa
            for record in kafka.KafkaConsumer("yamori.packets.dark-1", bootstrap_servers="localhost:9092"):
                if record.value:  # a heartbeat has none
                    block = pa.ipc.open_stream(record.value).read_all()
                    print(block.schema.metadata[b"yamori.sensor"], block.num_rows, block.to_pandas().head())
            ```

            An IPv4 address is a number, the first octet being the highest: `ipaddress.ip_address(3221225985)` is
            192.0.2.1. An IPv6 address is 16 bytes: `ipaddress.ip_address(value)` reads them.

            ### Columns

            Readers find columns by name, take an absent one as "nothing known" and ignore names they do not know.
            Columns of *packets* are in blocks of sensors, those of *feeds* in blocks of feeds, those of *quotes* in
            blocks that hold an ICMP error; the rest is in every block. Only blocks of feeds have nulls: null means
            missing, never zero.

            """;

    private static final String SHARDS = """
            ### Shards

            Rows are sorted by shard and, within a shard, by time; `yamori.shard_offsets` says where each shard
            begins. A shard is the home of a source's whole /16 (IPv6: /48), so that distinct counts add exactly:

            ```
            shard(key, S) = ((mix(key) >> 32) * S) >> 32        all unsigned, 64 bits
            mix(v): v ^= v >> 33; v *= 0xff51afd7ed558ccd; v ^= v >> 33; v *= 0xc4ceb9fe1a85ec53; v ^= v >> 33
            key   = upper 16 bits of an IPv4 address, upper 48 bits of an IPv6 address,
                    FNV-1a (64 bits) of the UTF-8 bytes of a label; rows without any source are in shard 0
            ```

            S is a constant of the installation, %d unless it says otherwise. With S = 16: %s.

            """;

    private static final String FINDINGS = """
            ## Findings

            A record of the findings topic is one revision of a finding: a JSON document in the names of the Elastic
            Common Schema, on one line, with our own fields under `yamori.*`. The largest `yamori.finding.revision` of
            an id counts; delivery is at least once, so readers drop what they have.

            The id is the first 128 bits of SHA-256, in hexadecimal, over the UTF-8 text `kind \\n key \\n resolution \\n
            anchor` without the blanks, the anchor being microseconds since 1970: kind `traffic`, key `23/tcp`,
            resolution `1h`, anchor 1474329600000000 give `%s`.

            """;

    private static final String RECORDS = """
            ## Records

            Records of the other topics are JSON objects. Times are texts like `2016-09-20T15:00:00.123456Z`, with an
            offset and at most six decimals. A key that is not listed is refused, so that no typing error is silent.
            Registry, news, lists and decisions are kept for ever; a new revision replaces an old one, which stays
            readable.

            """;

    private SchemaPage() {}

    public static String markdown() {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        topics(page);
        page.append(BLOCKS);
        columns(page);
        metadata(page);
        words(page);
        page.append(SHARDS.formatted(Shards.DEFAULT_COUNT, shardExamples()));
        page.append(FINDINGS.formatted(Finding.id("traffic", "23/tcp", "1h", 1_474_329_600_000_000L)));
        page.append(RECORDS);
        records(page);
        return page.toString().stripTrailing() + "\n";
    }

    private static void topics(StringBuilder page) {
        Topics topics = new Topics(Topics.DEFAULT_PREFIX);
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put(topics.packets("<sensor>"), "packet blocks and heartbeats of one sensor, which alone may write it");
        rows.put(topics.findings(), "what was found, except traffic and series");
        rows.put(topics.traffic(), "traffic statistics and series, so that they never queue before an alert");
        rows.put(topics.registry(), "versions of the registry");
        rows.put(topics.news(), "events in the world");
        rows.put(topics.lists(), "named lists of addresses");
        rows.put(topics.decisions(), "what people decided about findings");
        rows.put(topics.measurements(), "answer times of sources");
        rows.put(topics.deadLetters(), "records that could not be read, with topic, partition, offset and reason");
        page.append("\n## Topics\n\n| topic | holds |\n|---|---|\n");
        rows.forEach((topic, meaning) -> row(page, code(topic), meaning));
        page.append('\n');
    }

    private static void columns(StringBuilder page) {
        page.append("| column | Arrow type | in | meaning |\n|---|---|---|---|\n");
        for (Column column : Column.values()) {
            String type = type(column, false);
            String ipv6 = type(column, true);
            row(
                    page,
                    code(column.arrowName()),
                    type.equals(ipv6) ? type : type + "; IPv6: " + ipv6,
                    switch (column.group()) {
                        case ALWAYS -> "every block";
                        case PACKETS -> "packets";
                        case QUOTES -> "quotes";
                        case FEED -> "feeds";
                    },
                    column.meaning());
        }
        page.append('\n');
    }

    /** A column's Arrow type as pyarrow writes it. */
    static String type(Column column, boolean ipv6) {
        return switch (column.type()) {
            case UINT8, UINT16, UINT32, UINT64 -> "uint" + column.bytes(ipv6) * 8;
            case TIMESTAMP -> "timestamp[us, tz=UTC]";
            case ADDRESS -> ipv6 ? "fixed_size_binary[16]" : "uint32";
            case TEXT -> "dictionary<values=string, indices=uint16>";
        };
    }

    private static void metadata(StringBuilder page) {
        page.append(
                        "### Metadata\n\nThe schema's metadata, and a heartbeat's, are texts. Numbers are decimal, times in")
                .append(" microseconds.\n\n| key | meaning |\n|---|---|\n");
        Map<String, String> meanings = metadataMeanings();
        BlockHeader any = new BlockHeader(
                new BlockHeader.Origin("any", SensorKind.BLACKHOLE, "any", Clock.LIVE),
                new BlockHeader.Position(0, 0, 0, -1, -1, 0),
                new BlockHeader.Span(0, 0, 0, false, false),
                BlockHeader.Tally.NONE,
                new int[2]);
        for (String key : any.toTexts().keySet()) {
            String meaning = meanings.remove(key.substring(BlockHeader.PREFIX.length()));
            if (meaning == null) {
                throw new IllegalStateException("the page does not say what metadata key " + key + " means");
            }
            row(page, code(key), meaning);
        }
        if (!meanings.isEmpty()) {
            throw new IllegalStateException("the page explains metadata keys that no block has: " + meanings.keySet());
        }
        page.append('\n');
    }

    private static Map<String, String> metadataMeanings() {
        Map<String, String> meanings = new LinkedHashMap<>();
        meanings.put(
                "schema_version",
                "version of this page, " + BlockHeader.SCHEMA_VERSION
                        + "; grows when a reader of the version before would misread a block");
        meanings.put("sensor", "name of the sensor, also the last word of its topic");
        meanings.put("kind", "how it behaves, see below");
        meanings.put("network", "observation network it belongs to");
        meanings.put("clock", "`live`: the sensor's own; `file`: that of a capture, feed or scenario");
        meanings.put("epoch", "start of the sensor's run; larger than that of the run before");
        meanings.put("partition", "partition of the sensor's topic");
        meanings.put(
                "block",
                "number of the block within epoch and partition, from 0; a heartbeat repeats the last"
                        + " one, or says -1");
        meanings.put("previous_epoch", "the epoch before in this partition, or -1");
        meanings.put("previous_last_block", "last block of that epoch, or -1: tells whether its end was lost");
        meanings.put("rows_before", "rows of all earlier blocks of this epoch and partition");
        meanings.put("start_micros", "where the block before ended");
        meanings.put("end_micros", "everything captured up to here is in this block or an earlier one");
        meanings.put(
                "watermark_micros",
                "no later block of this partition, late ones excepted, holds an earlier" + " packet");
        meanings.put("late", "`true`: rows are older than an earlier watermark and only revise counts");
        meanings.put("last", "`true`: the sensor ended here on purpose");
        meanings.put(
                "captured", "packets that reached the sensor's program since its epoch began, as all that" + " follow");
        meanings.put("refused", "of these, no IP packet that could be read");
        meanings.put("outside", "of these, sent to addresses outside the sensor's ranges");
        meanings.put("replies", "of these, sent by the sensor's own addresses");
        meanings.put("dropped_by_kernel", "packets that never reached the program");
        meanings.put("dropped_by_sensor", "packets given up because the spool was full");
        meanings.put("shard_offsets", "first row of each shard and, last, the number of rows, with commas between");
        return meanings;
    }

    private static void words(StringBuilder page) {
        page.append("Kinds of sensors: ");
        page.append(SensorEntry.kinds());
        page.append(".\n\nPayload classes by number: ");
        for (PayloadClass payload : PayloadClass.values()) {
            page.append(payload.ordinal() == 0 ? "" : ", ")
                    .append(payload.ordinal())
                    .append(' ')
                    .append(payload.word());
        }
        page.append(".\n\n");
    }

    private static String shardExamples() {
        StringBuilder examples = new StringBuilder();
        for (String address : List.of("192.0.2.1", "198.51.100.7", "2001:db8::1", "2001:db8:1::1")) {
            IpAddress source = IpAddress.parse(address);
            int shard = source.ipv6() ? Shards.ofIpv6(source.high(), 16) : Shards.ofIpv4(source.ipv4(), 16);
            examples.append(code(address)).append(" is in ").append(shard).append(", ");
        }
        return examples + "label `domain1` in " + Shards.ofLabel("domain1", 16);
    }

    private static void records(StringBuilder page) {
        Topics topics = new Topics(Topics.DEFAULT_PREFIX);
        record(
                page,
                "Registry",
                "Topic " + code(topics.registry()) + ". Each record is a whole version. It takes effect at"
                        + " `effectiveFrom`, but not earlier than " + RegistryHistory.NOTICE_MICROS / 1_000_000
                        + " seconds after it was written; of versions that take effect together the largest revision"
                        + " counts. A record that cannot be read, or whose revision is smaller than that of one before"
                        + " it, changes nothing. Records have up to " + (RegistryRecord.MOST_BYTES >> 20)
                        + " MiB: the topic must let them pass.",
                RegistryRecord.KEYS);
        record(page, "The registry itself", "Also the form of a registry file, YAML or JSON.", Registry.KEYS);
        record(
                page,
                "An organisation",
                "A prefix stands at most once in the whole registry, and lies in one of another organisation only where"
                        + " one of the two is above the other by `parent`.",
                Organisation.KEYS);
        record(
                page,
                "A sensor",
                "A sensor whose ranges change has one entry for each time; they must not overlap.",
                SensorEntry.KEYS);
        record(
                page,
                "Surge thresholds",
                "For windows of 1, 5, 15, 60, 240 and 1440 minutes. What is absent is as the job was started with.",
                SurgeThresholds.KEYS);
        record(page, "Contacts", "Or a list of mail addresses, or one, who are told everything.", Contacts.KEYS);
        record(page, "A whitelist", "", Whitelist.KEYS);
        record(page, "An entry of a whitelist", "Or a prefix or an address alone.", Whitelist.ENTRY_KEYS);
        record(
                page,
                "Alert thresholds",
                "A length of time is a text like `60s`, `1h`, `1d12h` or `PT1H`. What an organisation does not say is as"
                        + " the registry says it, and what that does not say as the job was started with.",
                AlertThresholds.KEYS);
        record(page, "News", "Topic " + code(topics.news()) + ".", NewsRecord.KEYS);
        record(page, "Lists", "Topic " + code(topics.lists()) + ". Each record is a whole list.", ListRecord.KEYS);
        record(page, "Decisions: mark", "Topic " + code(topics.decisions()) + ".", Decision.MARK_KEYS);
        record(page, "Decisions: acknowledgement", "", Decision.ACKNOWLEDGEMENT_KEYS);
        record(page, "Decisions: contact", "", Decision.CONTACT_KEYS);
        record(page, "Decisions: outcome", "", Decision.OUTCOME_KEYS);
        record(
                page,
                "Decisions: mute",
                "A finding is muted if it fits every list that is not empty; one at least must not be.",
                Decision.MUTE_KEYS);
        record(
                page,
                "Measurements",
                "Topic " + code(topics.measurements()) + ". A key that is absent was not measured.",
                MeasurementRecord.KEYS);
    }

    private static void record(StringBuilder page, String title, String text, List<JsonKey> keys) {
        page.append("### ").append(title).append("\n\n");
        page.append(text).append(text.isEmpty() ? "" : "\n\n");
        page.append("| key | value | required | meaning |\n|---|---|---|---|\n");
        for (JsonKey key : keys) {
            row(page, code(key.name()), key.type(), key.required() ? "yes" : "", key.meaning());
        }
        page.append('\n');
    }

    private static void row(StringBuilder page, String... cells) {
        page.append('|');
        for (String cell : cells) {
            page.append(' ').append(cell).append(cell.isEmpty() ? "|" : " |");
        }
        page.append('\n');
    }

    private static String code(String text) {
        return '`' + text + '`';
    }
}
