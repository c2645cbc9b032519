package org.yamori.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
        Map<String, Organisation> byName = new HashMap<>();
        Map<Cidr, Organisation> byPrefix = new HashMap<>();
        for (Organisation organisation : organisations) {
            if (byName.put(organisation.name(), organisation) != null) {
                throw new IllegalArgumentException("two organisations are named '" + organisation.name() + "'");
            }
            for (List<Cidr> prefixes : List.of(organisation.livenets(), organisation.darknets())) {
                for (Cidr prefix : prefixes) {
                    Organisation before = byPrefix.put(prefix, organisation);
                    if (before != null) {
                        throw new IllegalArgumentException("prefix " + prefix + " stands at '" + before.name()
                                + "' and at '" + organisation.name() + "'; a prefix has one owner and one use");
                    }
                }
            }
        }
        Map<String, List<SensorEntry>> entries = new HashMap<>();
        for (SensorEntry sensor : sensors) {
            List<SensorEntry> others = entries.computeIfAbsent(sensor.name(), name -> new ArrayList<>());
            for (SensorEntry other : others) {
                if (other.validity().overlaps(sensor.validity())) {
                    throw new IllegalArgumentException("sensor '" + sensor.name()
                            + "' has two entries that hold at the same time; their times must not overlap");
                }
            }
            others.add(sensor);
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
