package org.yamori.jobs.enrich;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yamori.wire.BadRecordException;
import org.yamori.wire.ListFile;
import org.yamori.wire.ListHistory;
import org.yamori.wire.ListRecord;
import org.yamori.wire.access.KafkaAccess;

/**
 * Where a job finds lists of known scanners: files that hold for all times, a topic that is followed, or neither.
 *
 * @param files paths of files and folders with commas between, or empty
 * @param kafka where the topic is, or null without one
 * @param topic the topic of lists, or empty
 */
public record Lists(String files, @Nullable KafkaAccess kafka, String topic) implements Serializable {
    private static final Logger LOG = LoggerFactory.getLogger(Lists.class);

    public static final Lists NONE = new Lists("", null, "");

    public static Lists ofFiles(String files) {
        return new Lists(files, null, "");
    }

    public static Lists ofTopic(KafkaAccess kafka, String topic) {
        return new Lists("", kafka, topic);
    }

    /** The lists, ready to be asked. */
    public HistoryView<ListHistory> open() throws BadRecordException {
        if (!files.isEmpty()) {
            return HistoryView.fixed(ListHistory.always(read()));
        }
        return kafka == null
                ? HistoryView.fixed(new ListHistory())
                : new TopicHistory<>(kafka, topic, "list", new ListHistory(), Lists::add);
    }

    private List<ListRecord> read() throws BadRecordException {
        List<Path> paths = Stream.of(files.split(",", -1)).map(Path::of).toList();
        return ListFile.readAll(paths).stream()
                .map(file -> new ListRecord(
                        file.name(), 1, 0, ListRecord.Purpose.SURVEY_SCANNER, "file", file.from(), file.addresses()))
                .toList();
    }

    private static void add(ListHistory history, byte[] record, long appendMicros) throws BadRecordException {
        ListRecord list = ListRecord.fromJson(record);
        history.add(list, appendMicros);
        LOG.info(
                "list {} revision {} by {}: {} prefixes, effective from {} us: {}",
                list.name(),
                list.revision(),
                list.author(),
                list.addresses().size(),
                ListHistory.effectiveMicros(list, appendMicros),
                list.reason());
    }
}
