package org.yamori.cli.decision;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.yamori.cli.Progress;
import org.yamori.cli.Refusal;
import org.yamori.cli.topic.TopicReader;
import org.yamori.wire.BadRecordException;
import org.yamori.wire.Decision;
import org.yamori.wire.Topics;
import org.yamori.wire.access.KafkaAccess;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Reads findings and decisions from their topics, so that it works while Elasticsearch is down. What cannot be read is
 * counted and told.
 */
public final class FindingReader {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Predicate<String> wanted;
    private final FindingTaking taking;
    private long unreadable;
    private String firstUnreadable = "";

    /** Takes a finding; one that is not sound is refused with an {@link IllegalArgumentException}. */
    public interface FindingTaking {
        void take(JsonNode document, byte[] json);
    }

    /** Takes a decision. */
    public interface DecisionTaking {
        void take(Decision decision);
    }

    /** @param wanted tells by the text of a finding, cheaply, whether it is worth reading */
    public FindingReader(Predicate<String> wanted, FindingTaking taking) {
        this.wanted = wanted;
        this.taking = taking;
    }

    /** A reader that is asked only for decisions. */
    public static FindingReader ofDecisions() {
        return new FindingReader(text -> false, (document, json) -> {});
    }

    /** Whether a finding's text is of a kind. */
    public static boolean isOf(String kind, String text) {
        return text.contains("\"dataset\":\"yamori." + kind + "\"");
    }

    /** Reads findings and then decisions to what is the end of their topics now. */
    public void read(KafkaAccess kafka, Topics topics, DecisionTaking decisions) throws IOException {
        try (Progress progress = Progress.onScreen("reading findings");
                TopicReader reader = new TopicReader(kafka)) {
            if (!read(reader, progress, topics.findings())) {
                throw new Refusal("there is no topic " + topics.findings() + " at " + kafka.brokers()
                        + "; --prefix names the installation or study");
            }
            progress.stage("reading decisions");
            read(reader, progress, topics, decisions);
        }
        tellUnreadable();
    }

    /** Reads decisions to what is the end of their topic now, for somebody who watches no screen. */
    public void readDecisions(KafkaAccess kafka, Topics topics, DecisionTaking decisions) throws IOException {
        try (Progress progress = Progress.untold();
                TopicReader reader = new TopicReader(kafka)) {
            read(reader, progress, topics, decisions);
        }
        tellUnreadable();
    }

    private void read(TopicReader reader, Progress progress, Topics topics, DecisionTaking decisions)
            throws IOException {
        reader.read(only(topics.decisions()), progress, consumed -> {
            try {
                decisions.take(Decision.fromJson(consumed.value() == null ? new byte[0] : consumed.value()));
            } catch (BadRecordException bad) {
                unreadable(place(consumed.topic(), consumed.partition(), consumed.offset()), bad);
            }
        });
    }

    /** Reads findings of another topic; false if there is none. */
    public boolean readTopic(KafkaAccess kafka, String topic) throws IOException {
        try (Progress progress = Progress.onScreen("reading " + topic);
                TopicReader reader = new TopicReader(kafka)) {
            boolean found = read(reader, progress, topic);
            tellUnreadable();
            return found;
        }
    }

    private boolean read(TopicReader reader, Progress progress, String topic) throws IOException {
        return reader.read(
                        only(topic),
                        progress,
                        consumed -> take(
                                consumed.value() == null ? new byte[0] : consumed.value(),
                                place(consumed.topic(), consumed.partition(), consumed.offset())))
                > 0;
    }

    /** Reads findings of a file, one to a line. */
    public void readFile(Path file) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file, UTF_8)) {
            long number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                take(line.getBytes(UTF_8), file + " line " + ++number);
            }
        } catch (NoSuchFileException missing) {
            throw new Refusal(file + ": no such file", missing);
        } catch (CharacterCodingException notText) {
            throw new Refusal(file + " is no file of findings: it is not UTF-8", notText);
        }
        tellUnreadable();
    }

    private static Pattern only(String topic) {
        return Pattern.compile(Pattern.quote(topic));
    }

    private static String place(String topic, int partition, long offset) {
        return topic + " partition " + partition + " offset " + offset;
    }

    private void take(byte[] json, String place) throws IOException {
        if (!wanted.test(new String(json, ISO_8859_1))) {
            return;
        }
        try {
            taking.take(JSON.readTree(json), json);
        } catch (JacksonException bad) {
            unreadable(place, new IllegalArgumentException(bad.getOriginalMessage(), bad));
        } catch (IllegalArgumentException | DateTimeException bad) {
            unreadable(place, bad);
        }
    }

    private void unreadable(String place, Exception why) {
        if (unreadable++ == 0) {
            firstUnreadable = place + ": " + why.getMessage();
        }
    }

    private void tellUnreadable() {
        if (unreadable > 0) {
            System.err.println("yamori: " + unreadable + " records could not be read and count for nothing; the"
                    + " first is " + firstUnreadable);
            unreadable = 0;
        }
    }
}
