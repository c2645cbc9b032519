package org.yamori.wire;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A list of addresses as somebody publishes it: prefixes and addresses line by line, a JSON array of them, an object
 * with the key {@code addresses}, or a MISP warninglist. All problems of a file are reported at once, with their lines.
 *
 * @param name the file's name without what follows its last dot
 * @param from what the file says about itself, or its name
 * @param addresses prefixes, and addresses as prefixes of their own
 */
public record ListFile(String name, String from, List<Cidr> addresses) {
    private static final String FORMS = "must be an array of prefixes, an object with the key addresses, or a MISP"
            + " warninglist with the keys type and list";

    public ListFile {
        Names.word("name", name);
        addresses = List.copyOf(addresses);
    }

    /**
     * Reads files, and of folders the files that end with {@code .txt} or {@code .json}, and says all that is wrong
     * with any of them. No two may have the same name.
     */
    public static List<ListFile> readAll(List<Path> paths) throws BadRecordException {
        List<ListFile> lists = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        Map<String, Path> byName = new HashMap<>();
        for (Path path : paths) {
            for (Path file : files(path, problems)) {
                try {
                    ListFile list = read(file);
                    lists.add(list);
                    @Nullable Path before = byName.put(list.name, file);
                    if (before != null) {
                        problems.add(new Problem(
                                file.toString(),
                                1,
                                "",
                                list.name,
                                "'" + list.name + "' is already the name of the list in " + before
                                        + "; names must differ"));
                    }
                } catch (BadRecordException bad) {
                    problems.addAll(bad.problems());
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new BadRecordException(problems);
        }
        return lists;
    }

    private static List<Path> files(Path path, List<Problem> problems) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> inside = Files.list(path)) {
            List<Path> found = inside.filter(file -> file.toString().matches(".*\\.(txt|json)"))
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                problems.add(new Problem(path.toString(), 1, "", "", "is a folder without .txt and .json files"));
            }
            return found;
        } catch (IOException unreadable) {
            problems.add(new Problem(path.toString(), 1, "", "", "cannot be read: " + unreadable));
            return List.of();
        }
    }

    /** Reads a file; whether it is JSON is told by its first letter. */
    public static ListFile read(Path path) throws BadRecordException {
        Problems problems = new Problems(path.toString());
        @Nullable ListFile list = null;
        byte @Nullable [] bytes = RegistryFile.bytes(path, problems);
        if (bytes != null) {
            list = read(path, bytes, problems);
        }
        problems.throwIfAny();
        return Objects.requireNonNull(list);
    }

    private static @Nullable ListFile read(Path path, byte[] bytes, Problems problems) {
        String file = String.valueOf(path.getFileName());
        int dot = file.lastIndexOf('.');
        String name = dot > 0 ? file.substring(0, dot) : file;
        String[] from = {file};
        List<Cidr> addresses = isJson(bytes)
                ? json(bytes, from, problems)
                : lines(new String(bytes, StandardCharsets.UTF_8), problems);
        if (problems.count() > 0) {
            return null;
        }
        if (addresses.isEmpty()) {
            problems.add(1, "", "", "has no prefix; at least one is needed");
            return null;
        }
        try {
            return new ListFile(name, from[0], addresses);
        } catch (IllegalArgumentException refused) {
            problems.add(1, "", name, "a list has its file's name, and its " + refused.getMessage());
            return null;
        }
    }

    private static boolean isJson(byte[] bytes) {
        for (byte letter : bytes) {
            if (letter > ' ') {
                return letter == '{' || letter == '[';
            }
        }
        return false;
    }

    /** A line is a prefix or an address; what follows {@code #} or {@code ;} is a comment. */
    private static List<Cidr> lines(String text, Problems problems) {
        List<Cidr> addresses = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String entry = line.replaceFirst("[#;].*", "").strip();
            if (!entry.isEmpty()) {
                try {
                    addresses.add(Cidr.parsePrefixOrAddress(entry));
                } catch (IllegalArgumentException refused) {
                    problems.add(number, "", entry, String.valueOf(refused.getMessage()));
                }
            }
        }
        return addresses;
    }

    private static List<Cidr> json(byte[] bytes, String[] from, Problems problems) {
        try (JsonParser parser = Json.parser(bytes)) {
            @Nullable Located document = LocatedReader.read(parser, problems);
            if (document instanceof Located.Items) {
                return addresses(document, "", problems);
            }
            if (document instanceof Located.Members object) {
                Map<String, Located> members = object.members();
                if (members.containsKey("addresses")) {
                    return addresses(Objects.requireNonNull(members.get("addresses")), "addresses", problems);
                }
                if (members.containsKey("list")) {
                    return warninglist(members, from, problems);
                }
            }
            if (document != null) {
                problems.add(document.line(), "", document.shown(), FORMS + ", was " + document.shown());
            }
        } catch (IOException unreadable) {
            problems.add(1, "", "", "cannot be read: " + unreadable.getMessage());
        }
        return List.of();
    }

    private static List<Cidr> warninglist(Map<String, Located> members, String[] from, Problems problems) {
        String type = text(members, "type");
        if (!type.equals("cidr")) {
            problems.add(
                    members.containsKey("type")
                            ? Objects.requireNonNull(members.get("type")).line()
                            : 1,
                    "type",
                    type,
                    "a warninglist of addresses has the type cidr, this one '" + BlockHeader.clip(type) + "'");
        }
        from[0] = BlockHeader.clip((text(members, "name") + ", version " + text(members, "version"))
                .replaceAll("\\p{Cntrl}", " ")
                .strip());
        return addresses(Objects.requireNonNull(members.get("list")), "list", problems);
    }

    private static String text(Map<String, Located> members, String key) {
        @Nullable Located value = members.get(key);
        return value == null ? "" : value.toJson().asText();
    }

    private static List<Cidr> addresses(Located list, String path, Problems problems) {
        List<Cidr> addresses = new ArrayList<>();
        if (!(list instanceof Located.Items items)) {
            problems.add(
                    list.line(), path, list.shown(), "must be a list of prefixes or addresses, was " + list.shown());
            return addresses;
        }
        for (int i = 0; i < items.items().size(); i++) {
            @Nullable
            Cidr prefix =
                    Fields.parsed(items.items().get(i), path + "[" + i + "]", problems, Cidr::parsePrefixOrAddress);
            if (prefix != null) {
                addresses.add(prefix);
            }
        }
        return addresses;
    }
}
