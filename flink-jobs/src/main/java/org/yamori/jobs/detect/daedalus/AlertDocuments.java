package org.yamori.jobs.detect.daedalus;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.yamori.jobs.enrich.HarmlessCauses;
import org.yamori.jobs.flow.Document;
import org.yamori.jobs.flow.SourceKeys;
import org.yamori.jobs.flow.Tool;
import org.yamori.wire.AlertKind;
import org.yamori.wire.AlertThresholds;
import org.yamori.wire.Finding;
import org.yamori.wire.ProtocolPort;

/** Writes what is told of hosts and organisations. Equal cases give equal bytes. */
final class AlertDocuments {
    static final String ALERT = "alert";
    static final String ORGANISATION = "organisation";

    /** Ports that one alert names. */
    private static final int PORTS = 10;

    private static final int ICMP = 1;
    private static final int ICMPV6 = 58;
    private static final double MILLION = 1e6;

    private final String rulesVersion;
    private final AlertLogic logic;
    private final HarmlessCauses causes;

    /**
     * What holds where and when an alert is told.
     *
     * @param externalAddresses dark addresses of IPv4 that are not the organisation's
     */
    record Context(Owners.Owner owner, long externalAddresses) {}

    AlertDocuments(DaedalusRules rules, HarmlessCauses causes) {
        this.rulesVersion = rules.version();
        this.logic = new AlertLogic(rules);
        this.causes = causes;
    }

    /** The same for all alerts of a case. */
    static String caseId(HostCase host) {
        return Finding.id("case", host.owner + '\n' + SourceKeys.text(host.high, host.low), "", host.firstMicros);
    }

    Finding alert(HostCase host, AlertKind kind, long timeMicros, Context context) {
        return alert(host, kind, timeMicros, 1, context);
    }

    /** The new alert once more, with all that came of it. */
    Finding closing(HostCase host, long timeMicros, Context context) {
        return write(
                Document.of(ALERT, key(host), AlertKind.NEW.word(), host.firstMicros, 2),
                "alert",
                out -> writeHost(out, host, "closed: " + behaviourWords(host)),
                out -> writeOwn(out, host, AlertKind.NEW, context, () -> {
                    out.writeStringField("state", "closed");
                    out.writeStringField("closed", Document.time(timeMicros));
                }));
    }

    private Finding alert(HostCase host, AlertKind kind, long timeMicros, long revision, Context context) {
        return write(
                Document.of(ALERT, key(host), kind.word(), timeMicros, revision),
                "alert",
                out -> writeHost(out, host, words(host, kind, context)),
                out -> writeOwn(out, host, kind, context, () -> out.writeStringField("state", "open")));
    }

    private static String key(HostCase host) {
        return host.owner + '\n' + SourceKeys.text(host.high, host.low);
    }

    private static void writeHost(JsonGenerator out, HostCase host, String message) throws IOException {
        HostPacket first = host.behaviour.samples[0];
        PortCounts.Count most = host.behaviour.ports.byPackets().get(0);
        out.writeStringField("message", host.owner + ": " + SourceKeys.text(host.high, host.low) + " " + message);
        out.writeObjectFieldStart("organization");
        out.writeStringField("name", host.owner);
        out.writeEndObject();
        out.writeObjectFieldStart("source");
        out.writeStringField("ip", SourceKeys.text(host.high, host.low));
        if (hasPorts(first.protocol())) {
            out.writeNumberField("port", first.sourcePort());
        }
        out.writeEndObject();
        if (hasPorts(most.protocol())) {
            out.writeObjectFieldStart("destination");
            out.writeNumberField("port", most.port());
            out.writeEndObject();
        }
        out.writeObjectFieldStart("network");
        out.writeStringField("transport", transport(most.protocol()));
        out.writeEndObject();
    }

    /** More fields of an alert. */
    private interface More {
        void write() throws IOException;
    }

    private void writeOwn(JsonGenerator out, HostCase host, AlertKind kind, Context context, More more)
            throws IOException {
        Behaviour behaviour = host.behaviour;
        PortCounts.Count most = behaviour.ports.byPackets().get(0);
        List<HarmlessCauses.Cause> harmless = causes.of(most.protocol(), most.port());
        AlertLogic.HostClass hostClass = logic.classOf(behaviour, host.destinations(), !harmless.isEmpty());
        out.writeStringField("disposition", disposition(kind, context));
        out.writeObjectFieldStart(ALERT);
        out.writeStringField("kind", kind.word());
        out.writeStringField("case", caseId(host));
        more.write();
        out.writeStringField("class", hostClass.word());
        out.writeStringField("first", Document.time(host.firstMicros));
        out.writeStringField("last", Document.time(host.lastMicros));
        out.writeNumberField("packets", behaviour.packets);
        out.writeNumberField("internal", behaviour.internal);
        out.writeNumberField("external", behaviour.external());
        writeUnit(out, host.unit);
        writeUrgency(out, host, context.owner().thresholds());
        writeBehaviour(out, host, context);
        writeParts(out, "confidence", AlertLogic.confidence(behaviour));
        writeParts(out, "likelihood", logic.likelihood(host, !harmless.isEmpty()));
        writeSuggestions(out, behaviour, hostClass, harmless);
        writeSamples(out, behaviour);
        out.writeEndObject();
    }

    private static void writeUnit(JsonGenerator out, UnitCounts unit) throws IOException {
        out.writeObjectFieldStart("unit");
        out.writeNumberField("number", unit.number);
        out.writeStringField("from", Document.time(unit.fromMicros));
        out.writeStringField("to", Document.time(unit.toMicros));
        out.writeNumberField("packets", unit.packets);
        out.writeNumberField("internal", unit.internal);
        out.writeNumberField("external", unit.packets - unit.internal);
        out.writeNumberField("destinations", unit.destinations.size());
        if (!unit.destinations.exact()) {
            out.writeBooleanField("destinations_estimated", true);
        }
        if (unit.packets > 0) {
            out.writeStringField("first", Document.time(unit.firstMicros));
            out.writeStringField("last", Document.time(unit.lastMicros));
        }
        writePorts(out, unit.ports);
        out.writeEndObject();
    }

    private static void writePorts(JsonGenerator out, PortCounts ports) throws IOException {
        List<PortCounts.Count> counts = ports.byPackets();
        out.writeArrayFieldStart("ports");
        for (PortCounts.Count count : counts.subList(0, Math.min(PORTS, counts.size()))) {
            out.writeStartObject();
            out.writeStringField("port", portText(count.protocol(), count.port()));
            out.writeNumberField("packets", count.packets());
            out.writeEndObject();
        }
        out.writeEndArray();
        long further = ports.further();
        for (PortCounts.Count count : counts.subList(Math.min(PORTS, counts.size()), counts.size())) {
            further += count.packets();
        }
        if (further > 0) {
            out.writeNumberField("further_port_packets", further);
        }
    }

    private static void writeUrgency(JsonGenerator out, HostCase host, AlertThresholds thresholds) throws IOException {
        out.writeObjectFieldStart("window");
        out.writeNumberField("seconds", thresholds.windowMicros() / MILLION);
        out.writeNumberField("packets", host.times.size());
        out.writeNumberField("threshold", thresholds.count());
        out.writeEndObject();
    }

    private static void writeBehaviour(JsonGenerator out, HostCase host, Context context) throws IOException {
        Behaviour behaviour = host.behaviour;
        out.writeObjectFieldStart("behaviour");
        writePorts(out, behaviour.ports);
        out.writeStringField("order", AlertLogic.orderOf(behaviour.order).word());
        out.writeNumberField("steps", behaviour.order.steps());
        out.writeNumberField("steps_to_the_next", behaviour.order.toTheNext());
        out.writeNumberField(
                "packets_per_destination", rounded((double) behaviour.packets / (behaviour.order.steps() + 1)));
        Optional<Double> rate = AlertLogic.meanRate(behaviour.packets, host.firstMicros, host.lastMicros);
        if (rate.isPresent()) {
            out.writeNumberField("packets_per_second", rounded(rate.get()));
        }
        AlertLogic.Estimate internet =
                AlertLogic.internetRate(behaviour, SourceKeys.isIpv4(host.high, host.low), context.externalAddresses());
        if (internet.number().isPresent()) {
            out.writeNumberField(
                    "internet_packets_per_second",
                    StrictMath.round(internet.number().get()));
        }
        out.writeStringField(
                "internet_rate", internet.number().isPresent() ? internet.why() : "not estimable: " + internet.why());
        out.writeArrayFieldStart("tools");
        for (int tool = 1; tool < Tool.count(); tool++) {
            if (AlertLogic.uses(behaviour, Tool.at(tool))) {
                out.writeStartObject();
                out.writeStringField("name", Tool.at(tool).word());
                out.writeNumberField("packets", behaviour.with(Tool.at(tool)));
                out.writeEndObject();
            }
        }
        out.writeEndArray();
        out.writeNumberField("backscatter_packets", behaviour.backscatter);
        out.writeNumberField("least_ttl", behaviour.leastTtl);
        out.writeNumberField("most_ttl", behaviour.mostTtl);
        out.writeEndObject();
    }

    private static void writeParts(JsonGenerator out, String word, List<AlertLogic.Part> parts) throws IOException {
        out.writeObjectFieldStart(word);
        out.writeStringField("level", AlertLogic.level(AlertLogic.points(parts)));
        out.writeNumberField("points", AlertLogic.points(parts));
        out.writeArrayFieldStart("because");
        for (AlertLogic.Part part : parts) {
            out.writeString(part.what() + ": " + part.points());
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void writeSuggestions(
            JsonGenerator out, Behaviour behaviour, AlertLogic.HostClass hostClass, List<HarmlessCauses.Cause> harmless)
            throws IOException {
        out.writeArrayFieldStart("suggestions");
        switch (hostClass) {
            case ATTACKED -> out.writeString("your server may be under attack: it answers packets in forged names");
            case SPOOFED ->
                out.writeString(
                        behaviour.internal > 0
                                ? "nobody uses the source address: it is forged, and an ingress filter is missing"
                                : "nobody uses the source address: somebody outside forges it");
            case HARMLESS -> {
                for (HarmlessCauses.Cause cause : harmless) {
                    out.writeString("maybe " + cause.name() + ": " + cause.meaning());
                }
            }
            case INFECTED -> out.writeString("look for malware on the host");
            case MISCONFIGURED -> out.writeString("the host has been told a wrong or an old address");
            case UNCLEAR -> {}
        }
        out.writeEndArray();
    }

    private static void writeSamples(JsonGenerator out, Behaviour behaviour) throws IOException {
        out.writeArrayFieldStart("packets_shown");
        for (HostPacket sample : behaviour.samples) {
            out.writeStartObject();
            out.writeStringField("time", Document.time(sample.timeMicros));
            out.writeStringField("destination", sample.destination());
            out.writeStringField("port", portText(sample.protocol(), sample.port()));
            if (hasPorts(sample.protocol())) {
                out.writeNumberField("source_port", sample.sourcePort());
            }
            out.writeNumberField("ttl", sample.ttl());
            if (sample.protocol() == ProtocolPort.TCP) {
                out.writeNumberField("flags", sample.flags());
            }
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static String disposition(AlertKind kind, Context context) {
        return context.owner().organisation() == null
                        || context.owner().organisation().contacts().of(kind).isEmpty()
                ? "not told: the registry names no contact for " + kind.word() + " alerts"
                : "for the contacts of " + kind.word() + " alerts";
    }

    private static String words(HostCase host, AlertKind kind, Context context) {
        return switch (kind) {
            case NEW -> "sent its first packet to a darknet, " + mostPort(host);
            case CONTINUING -> "goes on: " + host.unit.packets + " packets in a unit, " + mostPort(host);
            case URGENT ->
                "is urgent: " + host.times.size() + " packets within "
                        + context.owner().thresholds().windowMicros() / 1_000_000 + " s, " + mostPort(host);
        };
    }

    private static String behaviourWords(HostCase host) {
        return host.behaviour.packets + " packets, most to " + mostPort(host);
    }

    private static String mostPort(HostCase host) {
        PortCounts.Count most = host.behaviour.ports.byPackets().get(0);
        return portText(most.protocol(), most.port());
    }

    /** What an organisation's hosts sent on a day, as one shard saw it. */
    Finding day(int shard, OrganisationDays.Key key, OrganisationDays.Day day) {
        return write(
                Document.of(ORGANISATION, key.owner() + '\n' + shard, "day", key.dayMicros(), day.revision()),
                "metric",
                out -> {
                    out.writeObjectFieldStart("organization");
                    out.writeStringField("name", key.owner());
                    out.writeEndObject();
                },
                out -> writeDay(out, shard, day));
    }

    private static void writeDay(JsonGenerator out, int shard, OrganisationDays.Day day) throws IOException {
        out.writeStringField("disposition", "not told: a count");
        out.writeObjectFieldStart(ORGANISATION);
        out.writeNumberField("shard", shard);
        out.writeNumberField("packets", day.packets);
        out.writeNumberField("internal", day.internal);
        out.writeNumberField("external", day.packets - day.internal);
        out.writeNumberField("hosts", day.hosts.size());
        out.writeBooleanField("hosts_estimated", !day.hosts.exact());
        out.writeNumberField("dark_source_packets", day.darkSource);
        out.writeNumberField("whitelisted_packets", day.whitelisted);
        out.writeNumberField("late_packets", day.late);
        out.writeNumberField("overflow_packets", day.overflow);
        out.writeNumberField("overflow_hosts", day.overflowHosts.size());
        out.writeBooleanField("overflow_hosts_estimated", !day.overflowHosts.exact());
        out.writeObjectFieldStart("alerts");
        for (AlertKind kind : AlertKind.values()) {
            out.writeNumberField(kind.word(), day.alerts[kind.ordinal()]);
        }
        out.writeEndObject();
        out.writeEndObject();
    }

    /** The identity stands behind what is told. */
    private Finding write(Document document, String event, Document.Part common, Document.Part own) {
        return document.write(event, common, out -> {
            own.write(out);
            document.writeIdentity(out, rulesVersion);
        });
    }

    private static boolean hasPorts(int protocol) {
        return protocol == ProtocolPort.TCP || protocol == ProtocolPort.UDP;
    }

    private static String transport(int protocol) {
        return switch (protocol) {
            case ProtocolPort.TCP -> "tcp";
            case ProtocolPort.UDP -> "udp";
            case ICMP -> "icmp";
            case ICMPV6 -> "ipv6-icmp";
            default -> Integer.toString(protocol);
        };
    }

    private static String portText(int protocol, int port) {
        return hasPorts(protocol) ? port + "/" + transport(protocol) : transport(protocol);
    }

    private static double rounded(double number) {
        return StrictMath.round(number * MILLION) / MILLION;
    }
}
