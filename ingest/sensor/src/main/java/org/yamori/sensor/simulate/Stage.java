package org.yamori.sensor.simulate;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What is known of a scenario while its sensors and actors are read.
 *
 * @param countries ranges of each country
 * @param isReference whether nothing is read but what may be written is asked for
 */
record Stage(
        Instant start,
        Duration duration,
        List<DarkSensor> sensors,
        Map<String, List<AddressRange>> countries,
        boolean isReference) {
    static final String INSTANT = "an instant from 1970 to 2099 such as 2026-01-05T00:00:00Z";

    /** A time within the scenario, in seconds after its start, that need not be there. */
    int moment(Fields fields, Word word, int absent, String absentText) {
        String allowed = "a time within the scenario" + (isReference ? "" : "'s " + Times.shown(duration))
                + " in whole seconds, such as +2h, or " + INSTANT;
        return fields.scalar(word, allowed, absent, absentText, text -> {
            Duration offset = text.startsWith("+")
                    ? Times.parseDuration(text.substring(1))
                    : Duration.between(start, Times.parseInstant(text));
            if (offset.isNegative()
                    || offset.compareTo(duration) >= 0
                    || !offset.equals(offset.truncatedTo(ChronoUnit.SECONDS))) {
                throw new IllegalArgumentException(text);
            }
            return (int) offset.toSeconds();
        });
    }

    void requireNotDark(Fields actor, Word word, AddressRange range) {
        for (DarkSensor sensor : sensors) {
            for (AddressRange dark : sensor.ranges()) {
                if (dark.overlaps(range)) {
                    actor.problem(
                            actor.lineOf(word.key()),
                            actor.path(word.key()) + " is " + range + ", which lies in " + dark + " of sensor "
                                    + sensor.name() + "; allowed: addresses that are not dark");
                }
            }
        }
    }

    void requireDark(Fields actor, Word word, int address) {
        if (!isReference && sensors.stream().noneMatch(sensor -> sensor.hears(address))) {
            actor.problem(
                    actor.lineOf(word.key()),
                    actor.path(word.key()) + " is " + AddressRange.text(address)
                            + ", which no sensor hears; allowed: dark addresses");
        }
    }

    /** The name of a sensor, or the empty text when a problem was said. */
    String sensor(Fields actor, Word word) {
        List<String> names = sensors.stream().map(DarkSensor::name).toList();
        return actor.scalar(word, isReference ? "a sensor's name" : String.join(", ", names), "", text -> {
            if (!names.contains(text)) {
                throw new IllegalArgumentException(text);
            }
            return text;
        });
    }

    /** {@code [JP: 3, HK: 1]} or, all alike, {@code [JP, HK]}: countries of the scenario; none if nothing is said. */
    List<Population.Nation> countries(Fields actor, Word word, Limits weights) {
        String allowed = "a list of the scenario's countries with weights such as [JP: 3, HK: 1]";
        List<Population.Nation> nations = new ArrayList<>();
        if (!actor.has(word, allowed, "anywhere")) {
            return nations;
        }
        List<YamlNode> items = actor.sequence(word, allowed);
        for (int i = 0; i < items.size(); i++) {
            String key = word.key() + "[" + i + "]";
            if (items.get(i) instanceof YamlNode.Mapping weighted) {
                weighted.entries().forEach((name, weight) -> {
                    double share = actor.scalar(
                            key + "." + name, weight, weights.allowed(), 0.0, text -> Fields.number(text, weights));
                    add(actor, nations, key, new YamlNode.Scalar(weight.line(), name), share);
                });
            } else {
                add(actor, nations, key, items.get(i), 1);
            }
        }
        return nations;
    }

    private void add(Fields actor, List<Population.Nation> nations, String key, YamlNode node, double weight) {
        String allowed = countries.isEmpty()
                ? "countries, which the scenario has none of"
                : String.join(", ", countries.keySet());
        String name = actor.scalar(key, node, allowed, "", text -> {
            if (!countries.containsKey(text)) {
                throw new IllegalArgumentException(text);
            }
            return text;
        });
        List<AddressRange> ranges = countries.get(name);
        if (ranges != null && weight > 0) {
            nations.add(new Population.Nation(name, weight, ranges));
        }
    }
}
