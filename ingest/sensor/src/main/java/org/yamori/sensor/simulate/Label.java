package org.yamori.sensor.simulate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The truth about one actor at one sensor: who did what, when, and how often.
 *
 * @param who the actor and the sensor
 * @param when its first and last packet, and its packets step by step
 * @param packets how many the sensor got
 * @param sources how many distinct addresses sent them
 * @param packetsByPort packets by {@code tcp/23}, {@code udp/53} or {@code icmp/8}, the type
 * @param replies packets that the sensor itself sent to the actor, which are in no other number
 * @param missed for an outage or a loss what became of packets that reached the sensor then, otherwise empty
 */
public record Label(
        Who who,
        When when,
        long packets,
        long sources,
        Map<String, Long> packetsByPort,
        Traits traits,
        long replies,
        Optional<Missed> missed) {
    private static final int PORTS_NAMED = 32;

    /** An actor at a sensor. */
    public record Who(String actor, String kind, String sensor, String network) {}

    /**
     * When something was done, in event time.
     *
     * @param firstMicros time of the first packet, or the start of the scenario where there is none; of what befalls a
     *     sensor its start
     * @param lastMicros time of the last packet, or the same; of what befalls a sensor its end
     * @param isSpan whether they are such a start and end
     * @param startMicros start of the scenario, where the first step begins
     * @param stepSeconds length of a step, a minute or, in scenarios of more than a day, an hour
     * @param packetsPerStep packets of each step
     */
    public record When(
            long firstMicros,
            long lastMicros,
            boolean isSpan,
            long startMicros,
            int stepSeconds,
            List<Long> packetsPerStep) {}

    /**
     * Packets that did not get through.
     *
     * @param fate {@code lost} or {@code dropped}
     */
    public record Missed(String fate, long packets) {}

    /**
     * What else is known of an actor.
     *
     * @param victim for backscatter {@code address:port}, otherwise empty
     * @param sourceRanges where it comes from, where that is written down
     */
    public record Traits(String victim, List<String> sourceRanges) {
        static final Traits NONE = new Traits("", List.of());

        public Traits {
            sourceRanges = List.copyOf(sourceRanges);
        }
    }

    static Label of(Lane lane, Scenario scenario, long startMicros) {
        LabelTally tally = lane.tally;
        Actor actor = lane.actor;
        Actor.Role role = actor.role();
        boolean befalls = lane instanceof SilentLane;
        return new Label(
                new Who(role.name(), actor.kind(), lane.sensor.name(), lane.sensor.network()),
                new When(
                        startMicros + (befalls ? role.startSecond() * 1_000_000L : tally.firstMicros()),
                        startMicros + (befalls ? role.endSecond() * 1_000_000L : tally.lastMicros()),
                        befalls,
                        startMicros,
                        tally.stepSeconds(),
                        Arrays.stream(tally.packetsPerStep()).boxed().toList()),
                tally.packets(),
                tally.sources(),
                tally.packetsByPort(),
                actor.traits(),
                tally.replies(),
                missed(actor, tally));
    }

    private static Optional<Missed> missed(Actor actor, LabelTally tally) {
        if (actor instanceof Outage outage) {
            return Optional.of(new Missed(outage.packets().word(), tally.missed()));
        }
        return actor instanceof Loss loss
                ? Optional.of(new Missed(loss.packets().word(), tally.missed()))
                : Optional.empty();
    }

    /** One JSON object; of many ports the 32 with the most packets are named, the others summed. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("actor", who.actor)
                .put("kind", who.kind)
                .put("sensor", who.sensor)
                .put("network", who.network);
        json.put("packets", packets).put("sources", sources);
        if (packets > 0 || when.isSpan) {
            json.put("first", text(when.firstMicros)).put("last", text(when.lastMicros));
        }
        missed.ifPresent(gone -> json.putObject("missed").put("fate", gone.fate).put("packets", gone.packets));
        if (replies > 0) {
            json.put("replies", replies);
        }
        if (!traits.victim.isEmpty()) {
            json.put("victim", traits.victim);
        }
        if (!traits.sourceRanges.isEmpty()) {
            ArrayNode ranges = json.putArray("sourceRanges");
            traits.sourceRanges.forEach(ranges::add);
        }
        ObjectNode ports = json.putObject("packetsByPort");
        long[] rest = {packets};
        packetsByPort.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(PORTS_NAMED)
                .forEach(port -> {
                    ports.put(port.getKey(), port.getValue());
                    rest[0] -= port.getValue();
                });
        if (packetsByPort.size() > PORTS_NAMED) {
            json.putObject("otherPorts")
                    .put("ports", packetsByPort.size() - PORTS_NAMED)
                    .put("packets", rest[0]);
        }
        ObjectNode steps = json.putObject(when.stepSeconds == 60 ? "packetsPerMinute" : "packetsPerHour");
        steps.put("from", text(when.startMicros));
        ArrayNode counts = steps.putArray("packets");
        when.packetsPerStep.forEach(counts::add);
        return json;
    }

    private static String text(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }
}
