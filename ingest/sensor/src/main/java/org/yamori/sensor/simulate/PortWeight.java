package org.yamori.sensor.simulate;

import java.util.ArrayList;
import java.util.List;

/** A port with the share of packets that go to it. */
record PortWeight(int port, double weight) {
    static final Limits PORT = Limits.whole("ports", 1, 65_535, "ports it tries");
    static final Limits WEIGHT = Limits.real("ports", 1e-6, 1e6, "share of the packets");
    static final Word WEIGHTED = new Word("ports", "ports it tries, with weights");

    PortWeight {
        PORT.require(port);
        WEIGHT.require(weight);
    }

    /** {@code [22, 80]}; 0 stands where a problem was said. */
    static List<Integer> ports(Fields actor, Word word) {
        return ports(actor, word.key(), actor.sequence(word, "a list of ports such as [22, 80]"));
    }

    static List<Integer> ports(Fields actor, String key, List<YamlNode> items) {
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            ports.add(port(actor, key + "[" + i + "]", items.get(i)));
        }
        return ports;
    }

    static boolean complete(List<Integer> ports) {
        return !ports.isEmpty() && !ports.contains(0);
    }

    /** {@code [23: 0.9, 2323: 0.1]} or, all alike, {@code [23, 2323]}. */
    static List<PortWeight> weighted(Fields actor) {
        List<PortWeight> ports = new ArrayList<>();
        List<YamlNode> items = actor.sequence(WEIGHTED, "a list of ports with weights such as [23: 0.9, 2323: 0.1]");
        for (int i = 0; i < items.size(); i++) {
            String key = "ports[" + i + "]";
            YamlNode item = items.get(i);
            if (!(item instanceof YamlNode.Mapping weighted)) {
                int port = port(actor, key, item);
                if (port != 0) {
                    ports.add(new PortWeight(port, 1));
                }
                continue;
            }
            weighted.entries().forEach((portText, weightNode) -> {
                int port = port(actor, key, new YamlNode.Scalar(weightNode.line(), portText));
                double weight = actor.scalar(
                        key + "." + portText, weightNode, WEIGHT.allowed(), 0.0, text -> Fields.number(text, WEIGHT));
                if (port != 0 && weight > 0) {
                    ports.add(new PortWeight(port, weight));
                }
            });
        }
        return ports;
    }

    /** A port, or 0 when a problem was said. */
    private static int port(Fields actor, String key, YamlNode node) {
        return actor.scalar(key, node, PORT.allowed(), 0, text -> (int) Fields.number(text, PORT));
    }
}
