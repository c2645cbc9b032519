package org.yamori.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one object of a document. Every getter answers something harmless where it finds a problem, so that a
 * reader goes on and all problems are known at the end; {@link #build} makes a record only if there was none.
 */
final class Fields {
    /** Reads an object that stands inside another one. */
    interface Reader<T> {
        @Nullable
        T read(Located value, String path, Problems problems);
    }

    private final Map<String, Located> members;
    private final int line;
    private final String path;
    private final Problems problems;
    private final long problemsBefore;

    Fields(Located object, String path, Problems problems, List<JsonKey> keys) {
        this.line = object.line();
        this.path = path;
        this.problems = problems;
        this.problemsBefore = problems.count();
        List<String> names = keys.stream().map(JsonKey::name).toList();
        if (object instanceof Located.Members found) {
            members = found.members();
            found.members().forEach((key, value) -> {
                if (!names.contains(key)) {
                    problems.add(
                            value.line(),
                            at(key),
                            key,
                            "the key '" + BlockHeader.clip(key) + "' is not known; " + Nearest.hint(key, names));
                } else if (value.isNull()) {
                    problems.add(value.line(), at(key), "", "has no value; give one or leave the key out");
                }
            });
            for (JsonKey key : keys) {
                if (key.required() && !members.containsKey(key.name())) {
                    problems.add(line, at(key.name()), "", "is missing; it must be " + key.type());
                }
            }
        } else {
            members = Map.of();
            problems.add(
                    line,
                    path,
                    object.shown(),
                    "must be an object with the keys " + String.join(", ", names) + ", was " + object.shown());
        }
    }

    private String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    boolean isSound() {
        return problems.count() == problemsBefore;
    }

    /** The record, or null where something was wrong with the object or the record refuses its parts. */
    <T> @Nullable T build(Supplier<T> record) {
        if (!isSound()) {
            return null;
        }
        try {
            return record.get();
        } catch (IllegalArgumentException refused) {
            problems.add(line, path, "", String.valueOf(refused.getMessage()));
            return null;
        }
    }

    /** A key's value, or null where it is absent or was complained about. */
    private @Nullable Located value(String key) {
        Located value = members.get(key);
        return value == null || value.isNull() ? null : value;
    }

    private void wrong(String key, Located value, String allowed) {
        problems.add(value.line(), at(key), value.shown(), "must be " + allowed + ", was '" + value.shown() + "'");
    }

    /** A text, or the empty text. */
    String text(String key) {
        return parsed(key, "", text -> text);
    }

    /** A text that a function reads; it refuses by an {@link IllegalArgumentException} that says what is allowed. */
    <T> T parsed(String key, T fallback, Function<String, T> parse) {
        Located value = value(key);
        T parsed = value == null ? null : parsed(value, at(key), problems, parse);
        return parsed == null ? fallback : parsed;
    }

    /** The same for a value that stands anywhere; null where it was complained about. */
    static <T> @Nullable T parsed(Located value, String path, Problems problems, Function<String, T> parse) {
        if (!(value instanceof Located.Scalar scalar) || !scalar.value().isTextual()) {
            String quotes = value instanceof Located.Scalar ? "; put it into quotes" : "";
            problems.add(value.line(), path, value.shown(), "must be a text, was " + value.shown() + quotes);
            return null;
        }
        try {
            return parse.apply(scalar.value().textValue());
        } catch (IllegalArgumentException refused) {
            problems.add(value.line(), path, value.shown(), String.valueOf(refused.getMessage()));
            return null;
        }
    }

    long wholeNumber(String key, long least, long fallback) {
        Located value = value(key);
        if (value == null) {
            return fallback;
        }
        JsonNode number = value.toJson();
        if (number.isIntegralNumber() && number.canConvertToLong() && number.longValue() >= least) {
            return number.longValue();
        }
        wrong(key, value, "a whole number of at least " + least);
        return fallback;
    }

    long wholeNumber(String key, long least, long most, long fallback) {
        Located value = value(key);
        if (value == null) {
            return fallback;
        }
        JsonNode number = value.toJson();
        if (number.isIntegralNumber()
                && number.canConvertToLong()
                && number.longValue() >= least
                && number.longValue() <= most) {
            return number.longValue();
        }
        wrong(key, value, "a whole number from " + least + " to " + most);
        return fallback;
    }

    double number(String key, double least, double fallback) {
        Located value = value(key);
        if (value == null) {
            return fallback;
        }
        JsonNode number = value.toJson();
        if (number.isNumber() && Double.isFinite(number.doubleValue()) && number.doubleValue() >= least) {
            return number.doubleValue();
        }
        wrong(key, value, "a number of at least " + least);
        return fallback;
    }

    boolean flag(String key) {
        Located value = value(key);
        if (value == null) {
            return false;
        }
        if (!value.toJson().isBoolean()) {
            wrong(key, value, "true or false");
        }
        return value.toJson().asBoolean();
    }

    /** Every text of a list as a function reads it; absent is empty. */
    <T> List<T> list(String key, Function<String, T> parse) {
        return this.<T>items(key, (value, where, all) -> parsed(value, where, all, parse));
    }

    /** Every element of a list as a reader reads it, without those it complained about; absent is empty. */
    <T> List<T> items(String key, Reader<T> reader) {
        Located value = value(key);
        if (value instanceof Located.Items items) {
            return elements(items, at(key), problems, reader);
        }
        if (value != null) {
            wrong(key, value, "a list");
        }
        return List.of();
    }

    /**
     * Every element of a list as a reader reads it, without those it complained about; a value alone is a list of it.
     */
    static <T> List<T> elements(Located value, String path, Problems problems, Reader<T> reader) {
        List<Located> items = value instanceof Located.Items list ? list.items() : List.of(value);
        List<T> read = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            T item = reader.read(items.get(i), value instanceof Located.Items ? path + "[" + i + "]" : path, problems);
            if (item != null) {
                read.add(item);
            }
        }
        return read;
    }

    /** An object inside this one, or null. */
    <T> @Nullable T object(String key, Reader<T> reader) {
        Located value = value(key);
        return value == null ? null : reader.read(value, at(key), problems);
    }

    /** The line of a key's value, or of the object where the key is absent. */
    int line(String key) {
        Located value = members.get(key);
        return value == null ? line : value.line();
    }
}
