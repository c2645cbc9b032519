package org.yamori.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Records to JSON and back: one line, keys in a fixed order, unknown keys refused. */
final class Json {
    /**
     * No record is larger. Topics of registries and lists, and their producers, must let messages of this size pass.
     */
    static final int MOST_BYTES = 64 << 20;

    static final StreamReadConstraints CONSTRAINTS = StreamReadConstraints.builder()
            .maxDocumentLength(MOST_BYTES + 1L)
            .maxNestingDepth(100)
            .maxNumberLength(100)
            .maxNameLength(1000)
            .maxStringLength(1 << 20)
            .build();
    private static final JsonMapper MAPPER = JsonMapper.builder(
                    JsonFactory.builder().streamReadConstraints(CONSTRAINTS).build())
            .build();

    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode texts(Collection<?> values) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        values.forEach(value -> array.add(value.toString()));
        return array;
    }

    static byte[] bytes(ObjectNode object) {
        try {
            return MAPPER.writeValueAsBytes(object);
        } catch (IOException neverInMemory) {
            throw new UncheckedIOException(neverInMemory);
        }
    }

    static JsonParser parser(byte[] json) throws IOException {
        return MAPPER.createParser(json);
    }

    /** The record in these bytes. */
    static <T> T read(byte[] json, Fields.Reader<T> reader) throws BadRecordException {
        Problems problems = new Problems("");
        if (json.length > MOST_BYTES) {
            problems.add(1, "", "", "a record has at most " + MOST_BYTES + " bytes, was " + json.length);
            problems.throwIfAny();
        }
        try (JsonParser parser = parser(json)) {
            @Nullable Located document = LocatedReader.read(parser, problems);
            @Nullable T record = document == null ? null : reader.read(document, "", problems);
            problems.throwIfAny();
            if (record != null) {
                return record;
            }
        } catch (IOException unreadable) {
            problems.add(1, "", "", "not UTF-8: " + unreadable.getMessage());
            problems.throwIfAny();
        }
        throw new IllegalStateException("a record was refused without a reason");
    }
}
