package org.yamori.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;

/** A registry that people write, as YAML or JSON. All problems of a file are reported at once, with their lines. */
public final class RegistryFile {
    /** A registry of 10,000 organisations with 200,000 prefixes takes a tenth of this. */
    public static final long MOST_BYTES = Json.MOST_BYTES;

    private static final YAMLFactory YAML = yaml();

    private RegistryFile() {}

    private static YAMLFactory yaml() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit((int) MOST_BYTES + 1);
        options.setNestingDepthLimit(100);
        return YAMLFactory.builder()
                // else NO, the country, would be read as false
                .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
                .loaderOptions(options)
                .streamReadConstraints(Json.CONSTRAINTS)
                .build();
    }

    /** Reads a file; whether it is JSON is told by its name, or else by its first letter. */
    public static Registry read(Path path) throws BadRecordException {
        return read(path, Long.MIN_VALUE);
    }

    /**
     * Reads a file of a registry that is to take effect at a time. Organisations and entries of whitelists that ended
     * before never hold and are refused; sensors that ended may stay, for their history.
     */
    public static Registry read(Path path, long effectiveMicros) throws BadRecordException {
        Problems problems = new Problems(path.toString());
        @Nullable Registry registry = null;
        byte @Nullable [] bytes = bytes(path, problems);
        if (bytes != null) {
            try (JsonParser parser = parser(path, bytes)) {
                @Nullable Located document = LocatedReader.read(parser, problems);
                registry = document == null ? null : RegistryReader.registry(document, "", problems, effectiveMicros);
            } catch (IOException | RuntimeException unreadable) {
                problems.add(1, "", "", "cannot be read: " + unreadable.getMessage());
            }
        }
        problems.throwIfAny();
        if (registry == null) {
            throw new IllegalStateException("registry " + path + " was refused without a reason");
        }
        return registry;
    }

    static byte @Nullable [] bytes(Path path, Problems problems) {
        try {
            if (Files.isDirectory(path)) {
                problems.add(1, "", "", "is a directory; a file is needed");
                return null;
            }
            long size = Files.size(path);
            if (size > MOST_BYTES) {
                problems.add(1, "", "", "has " + size + " bytes; at most " + MOST_BYTES + " are allowed");
                return null;
            }
            byte[] bytes;
            try (InputStream in = Files.newInputStream(path)) {
                bytes = in.readNBytes((int) MOST_BYTES + 1);
            }
            if (bytes.length > MOST_BYTES) {
                problems.add(1, "", "", "has more than the " + MOST_BYTES + " bytes that are allowed");
                return null;
            }
            if (!isUtf8(bytes, problems)) {
                return null;
            }
            return withoutMark(bytes);
        } catch (NoSuchFileException missing) {
            problems.add(1, "", "", "there is no such file");
        } catch (IOException unreadable) {
            problems.add(1, "", "", "cannot be read: " + unreadable);
        }
        return null;
    }

    /** Some editors begin a file with a byte order mark. */
    private static byte[] withoutMark(byte[] bytes) {
        boolean marked =
                bytes.length >= 3 && bytes[0] == (byte) 0xef && bytes[1] == (byte) 0xbb && bytes[2] == (byte) 0xbf;
        return marked ? Arrays.copyOfRange(bytes, 3, bytes.length) : bytes;
    }

    private static boolean isUtf8(byte[] bytes, Problems problems) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            StandardCharsets.UTF_8.newDecoder().decode(in);
            return true;
        } catch (CharacterCodingException notUtf8) {
            int line = 1;
            for (int i = 0; i < in.position(); i++) {
                line += bytes[i] == '\n' ? 1 : 0;
            }
            problems.add(line, "", "", "is not UTF-8: byte " + in.position() + " of the file begins no letter");
            return false;
        }
    }

    private static JsonParser parser(Path path, byte[] bytes) throws IOException {
        if (isJson(path, bytes)) {
            return Json.parser(bytes);
        }
        return YAML.createParser(new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8));
    }

    private static boolean isJson(Path path, byte[] bytes) {
        String name = path.toString();
        if (name.endsWith(".json") || name.endsWith(".yaml") || name.endsWith(".yml")) {
            return name.endsWith(".json");
        }
        for (byte letter : bytes) {
            if (letter > ' ') {
                return letter == '{';
            }
        }
        return false;
    }
}
