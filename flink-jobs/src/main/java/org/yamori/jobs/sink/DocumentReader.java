package org.yamori.jobs.sink;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Turns received bytes into documents; what is none takes the side road to the dead letters. */
public final class DocumentReader extends ProcessFunction<ReceivedRecord, Document> {
    public static final OutputTag<DeadLetter> BAD = new OutputTag<>("bad-documents") {};

    private final boolean toItsEnd;
    private transient DocumentLogic logic = new DocumentLogic();
    private transient Counter documents = new SimpleCounter();
    private transient Counter bad = new SimpleCounter();

    private DocumentReader(boolean toItsEnd) {
        this.toItsEnd = toItsEnd;
    }

    /** Checks every document to its end. */
    public static DocumentReader checking() {
        return new DocumentReader(true);
    }

    /** Reads who a document is and leaves the rest to an index, which parses it anyway and refuses what is no JSON. */
    public static DocumentReader identifying() {
        return new DocumentReader(false);
    }

    @Override
    public void open(OpenContext context) {
        logic = new DocumentLogic();
        documents = getRuntimeContext().getMetricGroup().counter("documents.read");
        bad = getRuntimeContext().getMetricGroup().counter("documents.bad");
    }

    @Override
    public void processElement(ReceivedRecord received, Context context, Collector<Document> out) {
        Document document;
        try {
            document = toItsEnd ? logic.read(received) : logic.identify(received);
        } catch (DocumentLogic.BadDocumentException refused) {
            bad.inc();
            context.output(
                    BAD,
                    new DeadLetter(
                            received.topic(),
                            received.partition(),
                            received.offset(),
                            String.valueOf(refused.getMessage()),
                            received.value()));
            return;
        }
        documents.inc();
        out.collect(document);
    }
}
