package org.yamori.jobs.sink.mail;

import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.yamori.jobs.sink.DeadLetter;
import org.yamori.jobs.sink.ReceivedRecord;
import org.yamori.wire.BadRecordException;
import org.yamori.wire.Decision;

/** Takes what analysts ask of organisations out of all decisions; what is no decision is a dead letter. */
final class RequestReader extends ProcessFunction<ReceivedRecord, Request> {
    static final OutputTag<DeadLetter> BAD = new OutputTag<>("bad-decisions") {};

    @Override
    public void processElement(ReceivedRecord record, Context context, Collector<Request> out) {
        try {
            if (Decision.fromJson(record.value()) instanceof Decision.Contact contact
                    && !contact.subject().organisation().isEmpty()) {
                out.collect(new Request(
                        contact.head().id(),
                        contact.subject().organisation(),
                        contact.subject().finding(),
                        contact.head().author(),
                        contact.head().reason(),
                        contact.head().timeMicros()));
            }
        } catch (BadRecordException bad) {
            context.output(
                    BAD,
                    new DeadLetter(
                            record.topic(),
                            record.partition(),
                            record.offset(),
                            String.valueOf(bad.getMessage()),
                            record.value()));
        }
    }
}
