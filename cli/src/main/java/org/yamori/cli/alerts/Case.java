package org.yamori.cli.alerts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.yamori.cli.decision.DecisionWriter;
import org.yamori.wire.AlertKind;
import org.yamori.wire.Decision;
import org.yamori.wire.Finding;

/**
 * All alerts of one host from its first packet until it was quiet: what an analyst looks at as one. Of what the alerts
 * say the newest is kept, as it came: there may be a million hosts.
 */
final class Case {
    static final String KIND = "alert";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String id;
    private final Map<String, Alert> alerts = new TreeMap<>();
    private byte[] newest = {};
    private Alert most;
    private Summary summary;

    /**
     * What a list says of a case.
     *
     * @param host organisation and source: who has cases again and again
     * @param closed when it was, or empty
     * @param ports those with most packets first; icmp has no number
     */
    record Summary(Host host, Instant first, Instant last, String closed, String hostClass, List<String> ports) {}

    /** A source of an organisation. */
    record Host(String organisation, String source) {}

    Case(JsonNode document, byte[] json) {
        this.id = document.at("/yamori/alert/case").asText();
        this.most = Alert.of(document);
        this.summary = summaryOf(document);
        take(document, json);
    }

    /** Takes an alert of this case; delivered twice it is the same. */
    void take(JsonNode document, byte[] json) {
        Alert alert = Alert.of(document);
        alerts.merge(
                alert.identity().id(),
                alert,
                (before, now) -> now.identity().revision() >= before.identity().revision() ? now : before);
        if (newest.length == 0 || alert.knowsMoreThan(most)) {
            most = alert;
            newest = json.clone();
            summary = summaryOf(document);
        }
    }

    private static Summary summaryOf(JsonNode document) {
        JsonNode own = document.at("/yamori/alert");
        return new Summary(
                new Host(
                        document.at("/organization/name").asText().intern(),
                        document.at("/source/ip").asText()),
                Instant.parse(own.path("first").asText()),
                Instant.parse(own.path("last").asText()),
                own.path("closed").asText(),
                own.path("class").asText().intern(),
                own.at("/behaviour/ports")
                        .valueStream()
                        .map(port -> port.path("port").asText().intern())
                        .toList());
    }

    String id() {
        return id;
    }

    Summary summary() {
        return summary;
    }

    /** The document that knows most of the case. */
    JsonNode newest() {
        try {
            return JSON.readTree(newest);
        } catch (IOException wasReadBefore) {
            throw new UncheckedIOException(wasReadBefore);
        }
    }

    /** By their time. */
    List<Alert> alerts() {
        return alerts.values().stream()
                .sorted(Comparator.comparing((Alert alert) -> alert.identity().anchor())
                        .thenComparing(Alert::kind))
                .toList();
    }

    Collection<String> findings() {
        return alerts.keySet();
    }

    long count(AlertKind kind) {
        return alerts.values().stream().filter(alert -> alert.kind() == kind).count();
    }

    long packets() {
        return most.packets();
    }

    boolean isOpen() {
        return summary.closed.isEmpty();
    }

    String port() {
        return summary.ports.isEmpty() ? "" : Objects.requireNonNull(summary.ports.get(0));
    }

    /** Whether nobody knows the host that sent it: its address is forged. */
    boolean forged() {
        return summary.hostClass.equals("spoofed source") || summary.hostClass.equals("attacked server");
    }

    /**
     * What is decided about: the new alert, which begins every case. Its id follows from what every alert of the case
     * says, also when it is itself no longer kept.
     */
    Decision.Subject subject() {
        long anchor = DecisionWriter.micros(summary.first);
        String key = summary.host.organisation + '\n' + summary.host.source;
        return new Decision.Subject(Finding.id(KIND, key, "new", anchor), KIND, anchor, summary.host.organisation);
    }
}
