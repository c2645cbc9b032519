package org.yamori.cli.surges;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.yamori.cli.decision.Judgements;
import org.yamori.cli.decision.Judging;

/** A surge's card for a person: everything that its finding and its judgements say. */
public final class SurgeText {
    private static final int SHOWN_SOURCES = 10;

    private final Surge surge;
    private final Judgements judgements;
    private final PrintWriter out;

    private SurgeText(Surge surge, Judgements judgements, PrintWriter out) {
        this.surge = surge;
        this.judgements = judgements;
        this.out = out;
    }

    /** Prints the surge whose id begins so. */
    public static void print(SurgeTopics topics, String prefix, PrintWriter out) {
        new SurgeText(topics.surge(prefix), topics.judgements(), out).print();
    }

    private void print() {
        out.println("surge " + surge.id());
        out.println(surge.where() + meaning());
        out.println();
        course();
        out.println();
        revisions();
        out.println();
        windows();
        shares("sample", "");
        shares("rise", "of the rise, ");
        sources();
        packets();
        past();
        out.println();
        Judging.print(judgements, surge.id(), out);
        out.flush();
    }

    private String meaning() {
        List<String> words = new ArrayList<>();
        if (!surge.field("service").isMissingNode()) {
            words.add(surge.field("service").asText());
        }
        surge.field("groups").forEach(group -> words.add("group " + group.asText()));
        words.add(surge.field("watched").asBoolean() ? "on the watch list" : "not on the watch list");
        String meaning = surge.field("meaning").asText();
        return ": " + String.join(", ", words) + (meaning.isEmpty() ? "" : " (" + meaning + ")");
    }

    private void course() {
        JsonNode yamori = surge.newest().get("yamori");
        String window = minutes(surge.field("window_minutes").asInt());
        field("phase", surge.field("phase").asText() + because(surge.newest()));
        field("disposition", yamori.path("disposition").asText());
        field(
                "onset",
                surge.field("onset").asText() + ", hot since "
                        + surge.field("hot_since").asText());
        field(
                "sources",
                surge.field("sources").asText() + " in " + window + " to "
                        + surge.field("told").asText());
        field(
                "expected",
                number(surge.field("expected")) + " at the onset; " + number(surge.field("growth"))
                        + " times as many now");
        field(
                "peak",
                surge.field("peak/sources").asText() + " in " + window + " to "
                        + surge.field("peak/at").asText());
        field(
                "score",
                number(yamori.path("score")) + ", threshold " + number(yamori.path("threshold")) + ", probability "
                        + String.format(
                                Locale.ROOT, "%.1e", surge.field("probability").asDouble()));
        field(
                "packets",
                surge.field("packets").asText() + ", "
                        + number(surge.field("packets_per_source")) + " a source and minute; "
                        + percent(surge.field("first_seen_share")) + " of the sources not seen the day before");
        field(
                "seen by",
                surge.field("sensors").asText() + " sensors" + sensors() + ", at "
                        + atLeast(yamori.path("destinations").asInt()) + " destinations; "
                        + percent(yamori.path("completeness")) + " of the usual was observed");
        field("rules", yamori.at("/rules/version").asText());
    }

    /** Which ones, of how many, and how far apart, where the card says so. */
    private String sensors() {
        List<String> names = new ArrayList<>();
        surge.field("seen_by").forEach(name -> names.add(name.asText()));
        String reach = surge.field("reach").asText();
        return (names.isEmpty() ? "" : " (" + String.join(", ", names) + ")")
                + (surge.field("watching").isMissingNode()
                        ? ""
                        : " of " + surge.field("watching").asText())
                + (reach.isEmpty() ? "" : ", reach " + reach);
    }

    private void field(String name, String words) {
        out.println(String.format(Locale.ROOT, "%-12s %s", name, words));
    }

    private static String because(JsonNode document) {
        String reason = document.at("/yamori/surge/reason").asText();
        return reason.isEmpty() ? "" : ": " + reason;
    }

    private void revisions() {
        out.println("revisions");
        for (JsonNode document : surge.revisions()) {
            JsonNode of = document.at("/yamori/surge");
            out.println(String.format(
                            Locale.ROOT,
                            "  %2d  %s  %-9s  %7d sources  %s%s",
                            document.at("/yamori/finding/revision").asInt(),
                            of.path("told").asText(),
                            of.path("phase").asText(),
                            of.path("sources").asLong(),
                            document.at("/yamori/disposition").asText(),
                            because(document))
                    .stripTrailing());
        }
    }

    private void windows() {
        out.println("windows that ended with the minute of the onset");
        for (JsonNode window : surge.field("windows")) {
            out.println(String.format(
                    Locale.ROOT,
                    "  %5d min  %7d sources  %10.1f expected  score %6.2f",
                    window.path("minutes").asInt(),
                    window.path("sources").asLong(),
                    window.path("expected").asDouble(),
                    window.path("score").asDouble()));
        }
    }

    /** Every list of names with their shares that a part of the card has. */
    private void shares(String part, String before) {
        for (Map.Entry<String, JsonNode> list : surge.field(part).properties()) {
            List<String> words = new ArrayList<>();
            for (JsonNode each : list.getValue()) {
                if (each.has("share")) {
                    words.add(each.path("name").asText() + " " + percent(each.path("share")));
                }
            }
            if (!words.isEmpty()) {
                out.println();
                out.println(before + list.getKey().replace('_', ' ') + ": " + String.join(", ", words));
            }
        }
    }

    private void sources() {
        JsonNode sample = surge.field("sample");
        List<String> shown = new ArrayList<>();
        for (JsonNode address : sample.path("addresses")) {
            if (shown.size() < SHOWN_SOURCES) {
                shown.add(address.asText());
            }
        }
        out.println();
        out.println("sources: a sample of " + sample.path("sources").asText() + ", "
                + sample.path("first_seen").asText() + " of them not seen the day before");
        if (!shown.isEmpty()) {
            out.println("  " + String.join(", ", shown));
        }
    }

    private void packets() {
        if (surge.field("sample/packets").isEmpty()) {
            return;
        }
        out.println();
        out.println("packets");
        for (JsonNode packet : surge.field("sample/packets")) {
            List<String> words = new ArrayList<>();
            packet.properties()
                    .forEach(field ->
                            words.add(field.getKey() + " " + field.getValue().asText()));
            out.println("  " + String.join(", ", words));
        }
    }

    private void past() {
        if (surge.field("past").isEmpty()) {
            return;
        }
        out.println();
        out.println("earlier surges of this port");
        for (JsonNode past : surge.field("past")) {
            out.println("  " + past.path("id").asText() + "  "
                    + past.path("onset").asText() + " to " + past.path("end").asText() + "  "
                    + past.path("peak_sources").asText() + " sources in "
                    + minutes(past.path("window_minutes").asInt())
                    + (past.path("paged").asBoolean() ? "" : ", not paged"));
        }
    }

    private static String minutes(int minutes) {
        return minutes == 1 ? "1 minute" : minutes + " minutes";
    }

    private static String atLeast(int counted) {
        return counted < 64 ? String.valueOf(counted) : "64 or more";
    }

    private static String number(JsonNode number) {
        return String.format(Locale.ROOT, "%.1f", number.asDouble());
    }

    private static String percent(JsonNode share) {
        return Math.round(share.asDouble() * 100) + " %";
    }
}
