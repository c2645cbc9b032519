package org.yamori.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * Who owns what and who watches what, as of one version: a snapshot that never changes.
 *
 * @param organisations no two have a name or a prefix in common
 * @param sensors entries of one sensor never overlap in time
 * @param surge when a rise is a surge
 * @param alerts when a host's packets are an alert, where an organisation does not say it
 */
public record Registry(
        List<Organisation> organisations, List<SensorEntry> sensors, SurgeThresholds surge, AlertThresholds alerts)
        implements Serializable {
    public static final Registry EMPTY = new Registry(List.of(), List.of());

    static final List<JsonKey> KEYS = List.of(
            JsonKey.optional("organisations", "a list of organisations", "who is told when a host misbehaves"),
            JsonKey.optional("sensors", "a list of sensors", "who watches which addresses, and when"),
            JsonKey.optional("surge", "surge thresholds", "when a rise is a surge, instead of what a job is given"),
            JsonKey.optional("alerts", "alert thresholds", "when a host's packets are an alert, likewise"));

    /** A registry that leaves thresholds to the jobs. */
    public Registry(List<Organisation> organisations, List<SensorEntry> sensors) {
        this(organisations, sensors, SurgeThresholds.NONE, AlertThresholds.NONE);
    }

    public Registry {
        organisations = List.copyOf(organisations);
        sensors = List.copyOf(sensors);
        Ownership ownership = new Ownership();
        Ownership.Place nowhere = new Ownership.Place(0, "");
        for (Organisation organisation : organisations) {
            int number = ownership.organisation(organisation.name(), nowhere, organisation.parent(), nowhere);
            organisation.livenets().forEach(prefix -> ownership.prefix(prefix, number, nowhere));
            organisation.darknets().forEach(prefix -> ownership.prefix(prefix, number, nowhere));
        }
        ownership.check((place, value, message) -> {
            throw new IllegalArgumentException(message);
        });
        SensorTimes times = new SensorTimes();
        for (SensorEntry sensor : sensors) {
            if (times.add(sensor.name(), sensor.validity(), 0).isPresent()) {
                throw new IllegalArgumentException("sensor '" + sensor.name()
                        + "' has two entries that hold at the same time; their times must not overlap");
            }
        }
    }

    public Optional<Organisation> organisation(String name) {
        return organisations.stream().filter(o -> o.name().equals(name)).findFirst();
    }

    /** The entry of a sensor that holds at a time. */
    public Optional<SensorEntry> sensor(String name, long timeMicros) {
        return sensors.stream()
                .filter(s -> s.name().equals(name) && s.validity().holdsAt(timeMicros))
                .findFirst();
    }

    /** All entries that hold at a time. */
    public List<SensorEntry> sensorsAt(long timeMicros) {
        return sensors.stream().filter(s -> s.validity().holdsAt(timeMicros)).toList();
    }

    /** The form that {@link RegistryFile} reads, on one line. */
    public byte[] toJson() {
        return Json.bytes(toNode());
    }

    public static Registry fromJson(byte[] json) throws BadRecordException {
        return Json.read(json, RegistryReader::registry);
    }

    ObjectNode toNode() {
        ObjectNode node = Json.object();
        ArrayNode owners = node.putArray("organisations");
        organisations.forEach(organisation -> owners.add(organisation.toNode()));
        ArrayNode watchers = node.putArray("sensors");
        sensors.forEach(sensor -> watchers.add(sensor.toNode()));
        if (!surge.isEmpty()) {
            node.set("surge", surge.toNode());
        }
        if (!alerts.isEmpty()) {
            node.set("alerts", alerts.toNode());
        }
        return node;
    }
}
