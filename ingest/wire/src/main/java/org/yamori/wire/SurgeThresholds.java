package org.yamori.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Scores from which a rise is a surge, for windows of 1, 5, 15, 60, 240 and 1440 minutes; empty where a job's own hold.
 *
 * @param all of any port
 * @param watched of ports of the watch list
 */
public record SurgeThresholds(List<Double> all, List<Double> watched) implements Serializable {
    /** Nothing is said: the job's own hold. */
    public static final SurgeThresholds NONE = new SurgeThresholds(List.of(), List.of());

    static final List<JsonKey> KEYS = List.of(
            JsonKey.optional("thresholds", "six numbers", "scores of any port, each 1 to 100"),
            JsonKey.optional("watchedThresholds", "six numbers", "scores of ports of the watch list, each 1 to 100"));

    private static final int WINDOWS = 6;
    private static final double LEAST = 1;
    private static final double MOST = 100;

    public SurgeThresholds {
        all = checked("thresholds", all);
        watched = checked("watchedThresholds", watched);
    }

    private static List<Double> checked(String key, List<Double> scores) {
        if (!scores.isEmpty() && scores.size() != WINDOWS) {
            throw new IllegalArgumentException(key + " must be " + WINDOWS
                    + " numbers, for windows of 1, 5, 15, 60, 240 and 1440 minutes, were " + scores.size());
        }
        for (double score : scores) {
            if (!(score >= LEAST && score <= MOST)) {
                throw new IllegalArgumentException(
                        key + " must each be " + (int) LEAST + " to " + (int) MOST + ", one was " + score);
            }
        }
        return List.copyOf(scores);
    }

    public boolean isEmpty() {
        return all.isEmpty() && watched.isEmpty();
    }

    ObjectNode toNode() {
        ObjectNode node = Json.object();
        put(node, "thresholds", all);
        put(node, "watchedThresholds", watched);
        return node;
    }

    private static void put(ObjectNode node, String key, List<Double> scores) {
        if (!scores.isEmpty()) {
            ArrayNode array = node.putArray(key);
            scores.forEach(array::add);
        }
    }

    static @Nullable SurgeThresholds read(Located value, String path, Problems problems) {
        Fields fields = new Fields(value, path, problems, KEYS);
        List<Double> all = fields.items("thresholds", SurgeThresholds::number);
        List<Double> watched = fields.items("watchedThresholds", SurgeThresholds::number);
        return fields.build(() -> new SurgeThresholds(all, watched));
    }

    private static @Nullable Double number(Located value, String path, Problems problems) {
        JsonNode number = value.toJson();
        if (!number.isNumber()) {
            problems.add(value.line(), path, value.shown(), "must be a number, was '" + value.shown() + "'");
            return null;
        }
        return number.doubleValue();
    }
}
