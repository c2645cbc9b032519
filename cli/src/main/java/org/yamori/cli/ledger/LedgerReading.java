package org.yamori.cli.ledger;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.yamori.cli.Progress;
import org.yamori.cli.topic.TopicReader;
import org.yamori.wire.BadBlockException;
import org.yamori.wire.BlockHeader;
import org.yamori.wire.BlockRecord;
import org.yamori.wire.PacketBlock;
import org.yamori.wire.Topics;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Reads everything that the topics of an installation or study still hold, and adds it up. */
final class LedgerReading {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHOWN = 20;

    private final Topics topics;
    private final Set<String> deadPlaces = new HashSet<>();
    private final TreeMap<String, Sensed> sensors = new TreeMap<>();
    private final FindingsRead findings = new FindingsRead();
    private long unreadable;
    private long deadLetters;

    LedgerReading(Topics topics) {
        this.topics = topics;
    }

    /** Dead letters come first: what becomes one later is taken for waiting now. */
    TopicsLedger read(TopicReader reader, Progress progress) throws IOException {
        progress.stage("reading dead letters");
        reader.read(Pattern.compile(Pattern.quote(topics.deadLetters())), progress, this::takeDeadLetter);
        progress.stage("reading packets");
        int packetTopics = reader.read(Pattern.compile(topics.allPackets()), progress, this::takeBlock);
        progress.stage("reading findings");
        Pattern told = Pattern.compile(Pattern.quote(topics.findings()) + '|' + Pattern.quote(topics.traffic()));
        int findingTopics = reader.read(told, progress, this::takeFinding);
        return ledger(packetTopics, findingTopics);
    }

    private void takeFinding(ConsumerRecord<byte[], byte[]> consumed) throws IOException {
        requireWhole(consumed);
        findings.take(consumed.key(), consumed.value());
    }

    private void takeDeadLetter(ConsumerRecord<byte[], byte[]> consumed) throws IOException {
        requireWhole(consumed);
        deadLetters++;
        deadPlaces.add(new String(consumed.key(), UTF_8));
    }

    private static void requireWhole(ConsumerRecord<byte[], byte[]> consumed) throws IOException {
        if (consumed.key() == null || consumed.value() == null) {
            throw new IOException("topic " + consumed.topic() + ", partition " + consumed.partition() + ", offset "
                    + consumed.offset() + ": a record without key or value, which no job of Yamori wrote");
        }
    }

    private void takeBlock(ConsumerRecord<byte[], byte[]> consumed) {
        String sensor = consumed.topic().substring(topics.packets("").length());
        Sensed sensed = sensors.computeIfAbsent(sensor, unseen -> new Sensed());
        boolean dead = deadPlaces.contains(consumed.topic() + '/' + consumed.partition() + '/' + consumed.offset());
        try {
            Header heartbeat = consumed.headers().lastHeader(BlockRecord.HEARTBEAT);
            if (heartbeat != null) {
                BlockHeader header = BlockHeader.fromTexts(
                        JSON.readValue(heartbeat.value(), new TypeReference<Map<String, String>>() {}));
                if (!dead) {
                    sensed.heartbeat(header);
                }
                return;
            }
            if (consumed.value() == null) {
                unreadable++;
                return;
            }
            PacketBlock block = PacketBlock.decode(consumed.value());
            boolean ownName = block.header().origin().sensor().equals(sensor)
                    && block.header().position().partition() == consumed.partition();
            if (ownName) {
                sensed.block(block, dead);
            } else {
                unreadable++;
            }
        } catch (BadBlockException | IOException damaged) {
            unreadable++;
        }
    }

    private TopicsLedger ledger(int packetTopics, int findingTopics) {
        SortedMap<String, Account> accounts = new TreeMap<>();
        List<String> contradictions = new ArrayList<>();
        long last = findings.lastMinute();
        sensors.forEach((name, sensed) -> {
            Sensed.Told told = told(name, sensed, last, contradictions);
            Account account = sensed.account(told);
            accounts.put(name, account);
            if (account.waiting() - told.waiting() < 0) {
                contradictions.add("sensor " + name + " published more packets than it captured: "
                        + (told.waiting() - account.waiting()) + " more");
            } else if (!account.holds()) {
                contradictions.add("sensor " + name + ": captured " + account.captured() + ", accounted for "
                        + account.accountedFor());
            }
        });
        return new TopicsLedger(
                accounts,
                contradictions,
                new TopicsLedger.Topics(packetTopics, findingTopics),
                findings.findings(),
                findings.counted(),
                deadLetters,
                unreadable);
    }

    /** Compares minute by minute, so that what is missing in one does not hide what is too much in another. */
    private Sensed.Told told(String sensor, Sensed sensed, long last, List<String> contradictions) {
        Map<Long, Long> arrived = sensed.minutes();
        Map<Long, Long> counted = findings.minutesOf(sensor);
        Map<Long, Long> late = findings.lateOf(sensor);
        TreeMap<Long, Long> all = new TreeMap<>(arrived);
        counted.keySet().forEach(minute -> all.putIfAbsent(minute, 0L));
        late.keySet().forEach(minute -> all.putIfAbsent(minute, 0L));
        long countedInAll = 0;
        long lateInAll = 0;
        long waiting = 0;
        for (Map.Entry<Long, Long> minute : all.entrySet()) {
            long inMinute = counted.getOrDefault(minute.getKey(), 0L);
            long apart = late.getOrDefault(minute.getKey(), 0L);
            long missing = minute.getValue() - inMinute - apart;
            countedInAll += inMinute;
            lateInAll += apart;
            if (minute.getKey() > last) {
                waiting += missing;
            } else if (missing != 0 && contradictions.size() < SHOWN) {
                contradictions.add("sensor " + sensor + ", minute "
                        + Instant.ofEpochSecond(Math.floorDiv(minute.getKey(), 1_000_000L)) + ": "
                        + minute.getValue() + " packets arrived, " + (inMinute + apart) + " were told");
            }
        }
        return new Sensed.Told(countedInAll, lateInAll, waiting);
    }
}
