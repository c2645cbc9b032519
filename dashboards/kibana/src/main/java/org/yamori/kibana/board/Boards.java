package org.yamori.kibana.board;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yamori.kibana.IndexTemplates;

import static org.yamori.kibana.board.SavedObject.object;
import static org.yamori.kibana.board.SavedObject.text;

/** All boards of one installation or study, with the data views they read. */
public final class Boards {
    private static final List<String> NAMES = List.of("overview", "alerts");

    private static final JsonSetter.Value EMPTY = JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY);

    /** Unknown words are refused; what is left out is empty. */
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .withConfigOverride(String.class, text -> text.setSetterInfo(EMPTY))
            .withConfigOverride(List.class, list -> list.setSetterInfo(EMPTY))
            .withConfigOverride(Map.class, map -> map.setSetterInfo(EMPTY))
            .build();

    private final String prefix;

    public Boards(String prefix) {
        IndexTemplates.requirePrefix(prefix);
        this.prefix = prefix;
    }

    /** The boards as people write them. */
    public static List<Board> list() {
        return NAMES.stream()
                .map(name -> read(name, new TypeReference<Board>() {}))
                .toList();
    }

    /** One saved object a line, as Kibana exports and imports them. */
    public String ndjson() {
        StringBuilder lines = new StringBuilder();
        objects().forEach(saved -> lines.append(text(saved)).append('\n'));
        return lines.toString();
    }

    private List<ObjectNode> objects() {
        List<SavedObject> objects = new ArrayList<>();
        read("views", new TypeReference<List<DataView>>() {}).forEach(view -> objects.add(dataView(view)));
        list().forEach(board -> objects.addAll(new DashboardObject(prefix, board).objects()));
        return objects.stream().map(SavedObject::json).toList();
    }

    private SavedObject dataView(DataView view) {
        SavedObject saved = new SavedObject(SavedObject.Type.DATA_VIEW, prefix + "-" + view.id());
        ObjectNode formats = object();
        view.formats()
                .forEach((field, pattern) -> formats.putObject(field)
                        .put("id", pattern.endsWith("%") ? "percent" : "number")
                        .putObject("params")
                        .put("pattern", pattern));
        view.links()
                .forEach((field, link) -> formats.putObject(field)
                        .put("id", "url")
                        .putObject("params")
                        .put("urlTemplate", link.replace("{prefix}", prefix))
                        .put("labelTemplate", "{{value}}"));
        ObjectNode attributes = saved.attributes();
        attributes.put("title", view.indices().replace("{prefix}", prefix));
        attributes.put("name", view.name().replace("{prefix}", prefix));
        attributes.put("timeFieldName", "@timestamp");
        attributes.put("fieldFormatMap", text(formats));
        attributes.put("fields", "[]").put("sourceFilters", "[]");
        attributes.put("fieldAttrs", "{}").put("runtimeFieldMap", "{}").put("typeMeta", "{}");
        return saved;
    }

    private static <T> T read(String name, TypeReference<T> type) {
        try (InputStream in = Boards.class.getResourceAsStream(name + ".yaml")) {
            if (in == null) {
                throw new IllegalStateException("the file " + name + ".yaml is not in the jar");
            }
            return YAML.readValue(in, type);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(name + ".yaml: " + unreadable.getMessage(), unreadable);
        }
    }
}
