package org.yamori.jobs.sink.mail;

import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.yamori.jobs.sink.DeadLetter;
import org.yamori.jobs.sink.Document;

/** Takes the alerts out of all documents; one that lacks what people must be told is a dead letter. */
final class AlertReader extends ProcessFunction<Document, OrganisationAlert> {
    static final OutputTag<DeadLetter> BAD = new OutputTag<>("bad-alerts") {};

    private static final String KIND = "alert";

    @Override
    public void processElement(Document document, Context context, Collector<OrganisationAlert> out) {
        if (!document.kind().equals(KIND)) {
            return;
        }
        try {
            AlertReport report = AlertReport.read(document.json());
            out.collect(new OrganisationAlert(report.organisation(), document.json()));
        } catch (AlertReport.NoAlertException wrong) {
            context.output(BAD, document.refused(String.valueOf(wrong.getMessage())));
        }
    }
}
