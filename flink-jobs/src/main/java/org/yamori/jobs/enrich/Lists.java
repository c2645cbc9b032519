package org.yamori.jobs.enrich;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
    public static final Lists NONE = new Lists("", null, "");

    public static Lists ofFiles(String files) {
        return new Lists(files, null, "");
    }

    public static Lists ofTopic(KafkaAccess kafka, String topic) {
        return new Lists("", kafka, topic);
    }

    /** The lists, ready to be asked. */
    public ListView open() throws BadRecordException {
        if (!files.isEmpty()) {
            return new FixedLists(ListHistory.always(read()));
        }
        return kafka == null ? new FixedLists(new ListHistory()) : new TopicLists(kafka, topic);
    }

    private List<ListRecord> read() throws BadRecordException {
        List<Path> paths = Stream.of(files.split(",", -1)).map(Path::of).toList();
        return ListFile.readAll(paths).stream()
                .map(file -> new ListRecord(
                        file.name(), 1, 0, ListRecord.Purpose.SURVEY_SCANNER, "file", file.from(), file.addresses()))
                .toList();
    }

    /** Lists that were known before the first packet. */
    private record FixedLists(ListHistory history) implements ListView {
        @Override
        public ListHistory upToNow() {
            return history;
        }

        @Override
        public long holdsForMicros() {
            return Long.MAX_VALUE;
        }

        @Override
        public void close() {}
    }
}
