package org.yamori.jobs.sink.mail;

import java.util.Optional;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.jspecify.annotations.Nullable;
import org.yamori.jobs.enrich.Mutes;
import org.yamori.jobs.enrich.Registries;
import org.yamori.jobs.sink.DeadLetter;
import org.yamori.jobs.sink.Document;
import org.yamori.jobs.sink.ReceivedRecord;
import org.yamori.wire.Finding;

/** The way of alerts to the people of their organisations, by mail. */
public final class MailChannel {
    private final MailRules rules;
    private final MailServer server;
    private final @Nullable PageFolder pages;
    private final Registries registries;
    private final Mutes.Place mutes;

    /**
     * What comes out of it.
     *
     * @param told a finding for each letter that was sent or refused
     * @param deadLetters what could not be read
     */
    public record Outcome(DataStream<Finding> told, DataStream<DeadLetter> deadLetters) {}

    public MailChannel(
            MailRules rules, MailServer server, Optional<PageFolder> pages, Registries registries, Mutes.Place mutes) {
        this.rules = rules;
        this.server = server;
        this.pages = pages.orElse(null);
        this.registries = registries;
        this.mutes = mutes;
    }

    /**
     * Builds it.
     *
     * @param findings each revision once
     * @param decisions of people, as they are in Kafka
     */
    public Outcome build(DataStream<Document> findings, DataStream<ReceivedRecord> decisions) {
        SingleOutputStreamOperator<OrganisationAlert> alerts =
                findings.process(new AlertReader()).uid("mail-alerts").name("mail-alerts");
        SingleOutputStreamOperator<Request> requests =
                decisions.process(new RequestReader()).uid("mail-requests").name("mail-requests");
        DataStream<Finding> told = alerts.keyBy(OrganisationAlert::organisation)
                .connect(requests.keyBy(Request::organisation))
                .process(new SelectionFunction(rules, registries, mutes, pages))
                .uid("mail-selection")
                .name("mail-selection")
                .keyBy(Notice::recipient)
                .process(new PostboxFunction(rules, server.domain()))
                .uid("mail-postbox")
                .name("mail-postbox")
                .keyBy(Letter::recipient)
                .process(new OutboxFunction(server))
                .uid("mail-outbox")
                .name("mail-outbox");
        return new Outcome(
                told, alerts.getSideOutput(AlertReader.BAD).union(requests.getSideOutput(RequestReader.BAD)));
    }
}
