package org.yamori.jobs.sink.mail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.yamori.wire.AlertKind;
import org.yamori.wire.Finding;
import org.yamori.wire.IpAddress;
import org.yamori.wire.ProtocolPort;

/** An alert of the room daedalus, as it is told to people. */
public final class AlertReport {
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ID = "[0-9a-f]{32}";
    private static final long MICROS = 1_000_000;
    private static final long NANOS_OF_A_MICRO = 1_000;

    private final ObjectNode root;
    private final JsonNode alert;
    private final AlertKind kind;
    private final Instant time;
    private final Instant first;
    private final Instant last;

    /** The document is no alert of a host; the message says why. */
    static final class NoAlertException extends Exception {
        NoAlertException(String reason) {
            super(reason);
        }
    }

    /** Packets to a port. */
    public record Port(String port, long packets) {}

    /** A packet that is shown. */
    public record Packet(String time, String destination, String port, String sourcePort, String ttl) {}

    private AlertReport(ObjectNode root, AlertKind kind, Instant time, Instant first, Instant last) {
        this.root = root;
        this.alert = root.at("/yamori/alert");
        this.kind = kind;
        this.time = time;
        this.first = first;
        this.last = last;
    }

    static AlertReport read(byte[] json) throws NoAlertException {
        ObjectNode root;
        try {
            JsonNode node = JSON.readTree(json);
            if (!(node instanceof ObjectNode object)) {
                throw new NoAlertException("an alert is a JSON object");
            }
            root = object;
        } catch (IOException broken) {
            throw new NoAlertException("an alert is a JSON object: " + broken.getMessage());
        }
        requireText(root, "/organization/name", "(?s).{1,2000}");
        requireText(root, "/source/ip", "[0-9a-f.:]{2,45}");
        requireText(root, "/yamori/alert/case", ID);
        requireText(root, "/yamori/finding/id", ID);
        requireText(root, "/yamori/alert/kind", "new|continuing|urgent");
        AlertReport report = new AlertReport(
                root,
                AlertKind.valueOf(root.at("/yamori/alert/kind").asText().toUpperCase(Locale.ROOT)),
                time(root, "/@timestamp"),
                time(root, "/yamori/alert/first"),
                time(root, "/yamori/alert/last"));
        report.requireWhatIsReadLater();
        return report;
    }

    /** Everything that a page or a mute reads must be readable: what is not stops here, and not the job. */
    private void requireWhatIsReadLater() throws NoAlertException {
        if (isClosed()) {
            Instant unused = time(root, "/yamori/alert/closed");
        }
        for (int i = 0; i < alert.path("packets_shown").size(); i++) {
            Instant unused = time(root, "/yamori/alert/packets_shown/" + i + "/time");
        }
        try {
            IpAddress unusedSource = IpAddress.parse(source());
            List<ProtocolPort> unusedPorts = protocolPorts();
        } catch (IllegalArgumentException wrong) {
            throw new NoAlertException("an alert has addresses and ports that can be read: " + wrong.getMessage());
        }
    }

    private static void requireText(JsonNode root, String path, String pattern) throws NoAlertException {
        JsonNode value = root.at(path);
        if (!value.isTextual() || !value.asText().matches(pattern)) {
            throw new NoAlertException("an alert has " + words(path) + " like " + pattern + ", was " + clipped(value));
        }
    }

    private static Instant time(JsonNode root, String path) throws NoAlertException {
        try {
            Instant time = Instant.parse(root.at(path).asText());
            if (!time.isBefore(EARLIEST) && time.isBefore(LATEST)) {
                return time;
            }
            throw new NoAlertException(
                    "an alert lies in the years 1970 to 2199, " + words(path) + " was " + clipped(root.at(path)));
        } catch (DateTimeException wrong) {
            throw new NoAlertException("an alert has a time in " + words(path) + ", was " + clipped(root.at(path)));
        }
    }

    private static String words(String path) {
        return path.substring(1).replace('/', '.');
    }

    private static String clipped(JsonNode value) {
        String text = value.toString();
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }

    public AlertKind kind() {
        return kind;
    }

    public String organisation() {
        return root.at("/organization/name").asText();
    }

    public String source() {
        return root.at("/source/ip").asText();
    }

    /** The source port of the host's first packet, for who has to find it in the log of a NAT. */
    public OptionalLong sourcePort() {
        return number(root.at("/source/port"));
    }

    public String caseId() {
        return alert.path("case").asText();
    }

    public String finding() {
        return root.at("/yamori/finding/id").asText();
    }

    /** The id of the new alert of its case, by which decisions name the case. */
    public String newAlert() {
        return Finding.id("alert", organisation() + '\n' + source(), AlertKind.NEW.word(), firstMicros());
    }

    public boolean isClosed() {
        return alert.path("state").asText().equals("closed");
    }

    public Optional<Instant> closed() {
        return isClosed() ? Optional.of(Instant.parse(alert.path("closed").asText())) : Optional.empty();
    }

    public Instant time() {
        return time;
    }

    public Instant first() {
        return first;
    }

    public Instant last() {
        return last;
    }

    long firstMicros() {
        return first.getEpochSecond() * MICROS + first.getNano() / NANOS_OF_A_MICRO;
    }

    public String hostClass() {
        return alert.path("class").asText();
    }

    public long packets() {
        return alert.path("packets").asLong();
    }

    public long internal() {
        return alert.path("internal").asLong();
    }

    public long external() {
        return alert.path("external").asLong();
    }

    public long unitNumber() {
        return alert.at("/unit/number").asLong();
    }

    public long unitPackets() {
        return alert.at("/unit/packets").asLong();
    }

    public long unitDestinations() {
        return alert.at("/unit/destinations").asLong();
    }

    public long windowPackets() {
        return alert.at("/window/packets").asLong();
    }

    public double windowSeconds() {
        return alert.at("/window/seconds").asDouble();
    }

    /** The ports with most packets of the case. */
    public List<Port> ports() {
        List<Port> ports = new ArrayList<>();
        alert.at("/behaviour/ports")
                .forEach(port -> ports.add(new Port(
                        port.path("port").asText(), port.path("packets").asLong())));
        return ports;
    }

    /** Those of the ports that TCP or UDP have. */
    List<ProtocolPort> protocolPorts() {
        return ports().stream()
                .filter(port -> port.port().indexOf('/') > 0)
                .map(port -> ProtocolPort.parse(port.port()))
                .toList();
    }

    /** The ports in a line, the first of them. */
    public String portWords(int most) {
        List<Port> ports = ports();
        String words = ports.stream().limit(most).map(Port::port).collect(Collectors.joining(", "));
        return ports.size() > most ? words + ", …" : words;
    }

    public String order() {
        return alert.at("/behaviour/order").asText();
    }

    public OptionalDouble packetsPerSecond() {
        JsonNode rate = alert.at("/behaviour/packets_per_second");
        return rate.isNumber() ? OptionalDouble.of(rate.asDouble()) : OptionalDouble.empty();
    }

    public double packetsPerDestination() {
        return alert.at("/behaviour/packets_per_destination").asDouble();
    }

    /** Extrapolated, where it can be. */
    public OptionalLong internetRate() {
        return number(alert.at("/behaviour/internet_packets_per_second"));
    }

    /** How the rate in the Internet was estimated, or why it was not. */
    public String internetWords() {
        return alert.at("/behaviour/internet_rate").asText();
    }

    public List<String> tools() {
        List<String> tools = new ArrayList<>();
        alert.at("/behaviour/tools").forEach(tool -> tools.add(tool.path("name").asText()));
        return tools;
    }

    public String confidence() {
        return alert.at("/confidence/level").asText();
    }

    public List<String> confidenceParts() {
        return texts(alert.at("/confidence/because"));
    }

    public String likelihood() {
        return alert.at("/likelihood/level").asText();
    }

    public int points() {
        return alert.at("/likelihood/points").asInt();
    }

    public List<String> likelihoodParts() {
        return texts(alert.at("/likelihood/because"));
    }

    public List<String> suggestions() {
        return texts(alert.path("suggestions"));
    }

    public String rules() {
        return root.at("/yamori/rules/version").asText();
    }

    public List<Packet> packetsShown() {
        List<Packet> packets = new ArrayList<>();
        alert.path("packets_shown")
                .forEach(packet -> packets.add(new Packet(
                        packet.path("time").asText(),
                        packet.path("destination").asText(),
                        packet.path("port").asText(),
                        packet.path("source_port").asText(),
                        packet.path("ttl").asText())));
        return packets;
    }

    /** The document for a mail: a mail has the overview, and packets are behind its link. */
    byte[] withoutPackets() {
        ObjectNode copy = root.deepCopy();
        if (copy.at("/yamori/alert") instanceof ObjectNode own) {
            own.remove("packets_shown");
        }
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(copy);
        } catch (JsonProcessingException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
    }

    private static OptionalLong number(JsonNode value) {
        return value.isIntegralNumber() ? OptionalLong.of(value.asLong()) : OptionalLong.empty();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
