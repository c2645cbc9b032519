package org.yamori.sensor.simulate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yamori.wire.SensorKind;

/** Reads the sensors of a scenario. */
final class SensorReader {
    static final Word NAME = new Word("name", "who it is, also the last word of its topic");
    static final Word NETWORK = new Word("network", "observation network it belongs to");
    static final Word KIND = new Word("kind", "whether it answers");
    static final Word RANGES = new Word("ranges", "its addresses, each at one sensor only");
    static final Word RANGE = new Word("range", "the addresses");
    static final Word FROM = new Word("from", "when they begin to be the sensor's");
    static final Word UNTIL = new Word("until", "when they are no longer the sensor's");
    private static final SensorKind[] KINDS = {
        SensorKind.BLACKHOLE, SensorKind.LOW_INTERACTION, SensorKind.HIGH_INTERACTION
    };
    private static final String LIST =
            "a list of IPv4 ranges such as [198.51.100.0/24] or [{range: 198.51.100.0/24, until: +2h}]";

    private final Fields fields;
    private final Stage stage;
    private final List<Taken> taken = new ArrayList<>();

    private record Taken(DarkSensor.Tenure tenure, String owner) {}

    SensorReader(Fields fields, Stage stage) {
        this.fields = fields;
        this.stage = stage;
    }

    List<DarkSensor> read() {
        List<DarkSensor> sensors = new ArrayList<>();
        Set<String> names = new HashSet<>();
        List<Fields> all = fields.mappings(ScenarioReader.SENSORS, "a list of sensors with name, network and ranges");
        if (all.size() > ScenarioReader.MAX_SENSORS) {
            fields.problem(
                    fields.lineOf("sensors"),
                    "sensors lists " + all.size() + "; allowed: at most " + ScenarioReader.MAX_SENSORS);
            return sensors;
        }
        for (Fields sensor : all) {
            DarkSensor read = sensor(sensor, names);
            if (read != null) {
                sensors.add(read);
            }
        }
        return sensors;
    }

    @Nullable
    DarkSensor sensor(Fields sensor, Set<String> names) {
        String name = sensor.name(NAME);
        String network = sensor.name(NETWORK);
        SensorKind kind = sensor.scalar(
                KIND, "blackhole, low-interaction, high-interaction", SensorKind.BLACKHOLE, "blackhole", text -> {
                    for (SensorKind one : KINDS) {
                        if (one.word().equals(text)) {
                            return one;
                        }
                    }
                    throw new IllegalArgumentException(text);
                });
        List<DarkSensor.Tenure> tenures = tenures(sensor);
        sensor.refuseUnknownKeys();
        ScenarioReader.requireNew(sensor, names, name);
        for (DarkSensor.Tenure tenure : tenures) {
            for (Taken other : taken) {
                if (tenure.overlaps(other.tenure)) {
                    sensor.problem(
                            sensor.lineOf("ranges"),
                            sensor.path("ranges") + " has " + tenure.range() + ", which overlaps "
                                    + other.tenure.range() + " of " + other.owner
                                    + "; allowed: every address at one sensor only");
                }
            }
            taken.add(new Taken(tenure, name.isEmpty() ? "another sensor" : name));
        }
        return sensor.made(!tenures.isEmpty(), () -> new DarkSensor(name, network, kind, tenures));
    }

    private List<DarkSensor.Tenure> tenures(Fields sensor) {
        List<DarkSensor.Tenure> tenures = new ArrayList<>();
        List<YamlNode> items = sensor.sequence(RANGES, LIST);
        for (int i = 0; i < items.size(); i++) {
            String key = "ranges[" + i + "]";
            if (items.get(i) instanceof YamlNode.Mapping mapping) {
                DarkSensor.Tenure tenure = tenure(sensor.item(key, mapping));
                if (tenure != null) {
                    tenures.add(tenure);
                }
            } else {
                String owned = sensor.scalar(key, items.get(i), AddressRange.ALLOWED, "", text -> {
                    return AddressRange.parse(text).toString();
                });
                if (!owned.isEmpty()) {
                    tenures.add(new DarkSensor.Tenure(AddressRange.parse(owned), 0, DarkSensor.FOR_EVER));
                }
            }
        }
        return tenures;
    }

    DarkSensor.@Nullable Tenure tenure(Fields item) {
        String range = item.scalar(
                RANGE,
                AddressRange.ALLOWED,
                "",
                text -> AddressRange.parse(text).toString());
        int from = stage.moment(item, FROM, 0, "start of the scenario");
        int until = stage.moment(item, UNTIL, DarkSensor.FOR_EVER, "for ever");
        item.refuseUnknownKeys();
        return item.made(!range.isEmpty(), () -> new DarkSensor.Tenure(AddressRange.parse(range), from, until));
    }
}
