package org.yamori.kibana;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.RestClient;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The index templates of one installation or study: for every kind of finding the types of its fields and the alias
 * {@code <prefix>-<kind>} over its months. Kinds that are not known here get the alias {@code <prefix>-other}.
 *
 * @param prefix first word of every index
 * @param refreshSeconds how long after its arrival a document may stay unseen
 */
public record IndexTemplates(String prefix, int refreshSeconds) {
    public static final int DEFAULT_REFRESH_SECONDS = 5;

    /** Kinds with a template of their own; no kind begins with another kind and a hyphen. */
    public static final List<String> KINDS = List.of(
            "traffic",
            "sensor",
            "surge",
            "series",
            "fingerprint",
            "alert",
            "organisation",
            "scan-system",
            "attack",
            "storm",
            "co-observation",
            "stepping-stone",
            "campaign",
            "news-match",
            "delivery");

    /** Kinds whose fields are named one by one; all others have the fields of any finding. */
    private static final Set<String> WITH_FORM = Set.of(
            "traffic",
            "sensor",
            "surge",
            "series",
            "fingerprint",
            "alert",
            "organisation",
            "attack",
            "storm",
            "campaign",
            "delivery");

    private static final String OTHER = "other";

    /** Above templates that others may have; longer prefixes go first where one begins with another. */
    private static final int LEAST_PRIORITY = 300;

    private static final int KNOWN_KIND = 100;

    public IndexTemplates {
        requirePrefix(prefix);
        if (refreshSeconds < 1 || refreshSeconds > 3_600) {
            throw new IllegalArgumentException("a refresh comes every 1 to 3600 s, was " + refreshSeconds);
        }
    }

    /** Refuses what no index can begin with. */
    public static void requirePrefix(String prefix) {
        if (!prefix.matches("[a-z0-9][a-z0-9-]{0,59}")) {
            throw new IllegalArgumentException(
                    "an index prefix is 1 to 60 lower-case letters, digits or '-', was '" + prefix + "'");
        }
    }

    /**
     * A template as it is sent.
     *
     * @param path where to
     * @param json what
     */
    public record Template(String path, String json) {}

    /** Installs or replaces the templates of a prefix; indices that exist keep their fields. */
    public static void install(RestClient client, String prefix) throws IOException {
        new IndexTemplates(prefix, DEFAULT_REFRESH_SECONDS).install(client);
    }

    public void install(RestClient client) throws IOException {
        for (Template template : list()) {
            Request put = new Request("PUT", template.path);
            put.setJsonEntity(template.json);
            client.performRequest(put);
        }
    }

    /** All templates in the order in which they can be installed. */
    public List<Template> list() {
        List<Template> templates = new ArrayList<>();
        templates.add(new Template("/_component_template/" + prefix + "-ecs", resource("ecs", OTHER, "")));
        for (String kind : KINDS) {
            String name = prefix + "-" + kind;
            String form = WITH_FORM.contains(kind) ? kind : "finding";
            templates.add(new Template("/_index_template/" + name, resource(form, kind, name + "-*")));
        }
        templates.add(
                new Template("/_index_template/" + prefix + "-" + OTHER, resource("finding", OTHER, prefix + "-*")));
        return templates;
    }

    private String resource(String form, String kind, String pattern) {
        int priority = LEAST_PRIORITY + prefix.length() + (kind.equals(OTHER) ? 0 : KNOWN_KIND);
        try (InputStream in = IndexTemplates.class.getResourceAsStream("templates/" + form + ".json")) {
            if (in == null) {
                throw new IllegalStateException("the template " + form + " is not in the jar");
            }
            return new String(in.readAllBytes(), UTF_8)
                    .replace("\"{priority}\"", String.valueOf(priority))
                    .replace("{pattern}", pattern)
                    .replace("{prefix}", prefix)
                    .replace("{kind}", kind)
                    .replace("{refresh}", refreshSeconds + "s");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
